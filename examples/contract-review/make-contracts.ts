/**
 * Makes the PDFs in `data/` from the texts beside them, the same at every run: two with a text layer, one as a scanner
 * gives it, and one that is cut off. Run it by hand when a text changes: node examples/contract-review/make-contracts.ts
 */
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { PDFDocument, StandardFonts } from "pdf-lib";
import sharp from "sharp";

const folder = "examples/contract-review/data";
const a4 = { width: 595, height: 842 };
const pageMargin = { left: 62, top: 64 };
const lineHeight = 14;
const linesPerPage = 51;
const charactersPerLine = 78;
const dotsPerInch = 200;

/** Breaks the lines of a text at spaces; what is aligned by spaces stays so. */
function toLines(text: string): readonly string[] {
  return text
    .trimEnd()
    .split("\n")
    .flatMap((line) => {
      const broken = [""];
      for (const word of line.split(/(?<=\S)(?=\s)/)) {
        const last = broken.at(-1) ?? "";
        if (last === "" || last.length + word.length <= charactersPerLine) broken[broken.length - 1] = last + word;
        else broken.push(word.trimStart());
      }
      return broken;
    });
}

function toPages(text: string): readonly (readonly string[])[] {
  const lines = toLines(text);
  return Array.from({ length: Math.ceil(lines.length / linesPerPage) }, (_, page) =>
    lines.slice(page * linesPerPage, (page + 1) * linesPerPage),
  );
}

async function createPdf(): Promise<PDFDocument> {
  const pdf = await PDFDocument.create({ updateMetadata: false });
  const moment = new Date("2026-01-01T00:00:00Z");
  pdf.setCreationDate(moment);
  pdf.setModificationDate(moment);
  return pdf;
}

/** As a word processor makes it. */
async function typeset(text: string): Promise<Uint8Array> {
  const pdf = await createPdf();
  const font = await pdf.embedFont(StandardFonts.TimesRoman);
  for (const lines of toPages(text)) {
    const page = pdf.addPage([a4.width, a4.height]);
    for (const [row, line] of lines.entries()) {
      if (line !== "")
        page.drawText(line, {
          x: pageMargin.left,
          y: a4.height - pageMargin.top - (row + 1) * lineHeight,
          size: 11.5,
          font,
        });
    }
  }
  return await pdf.save();
}

/** As an office scanner makes it: pictures of pages that lie a little askew, grey, with noise, as JPEG. */
async function scan(text: string): Promise<Uint8Array> {
  const pdf = await createPdf();
  for (const [number, lines] of toPages(text).entries()) {
    const picture = await pdf.embedJpg(await photograph(lines, number % 2 === 0 ? 0.7 : -0.5));
    pdf.addPage([a4.width, a4.height]).drawImage(picture, { x: 0, y: 0, ...a4 });
  }
  return await pdf.save();
}

async function photograph(lines: readonly string[], degrees: number): Promise<Uint8Array> {
  const pixels = (points: number) => Math.round((points * dotsPerInch) / 72);
  const [width, height] = [pixels(a4.width), pixels(a4.height)];
  const fonts = join(dirname(fileURLToPath(import.meta.resolve("dejavu-fonts-ttf/package.json"))), "ttf");
  const written = await Promise.all(
    lines.map(async (line, row) => {
      if (line === "") return [];
      const letters = line.replaceAll("&", "&amp;");
      const text = {
        text: letters,
        font: "DejaVu Serif 9.5",
        fontfile: join(fonts, "DejaVuSerif.ttf"),
        dpi: dotsPerInch,
        rgba: true,
      };
      const { data, info } = await sharp({ text }).png().toBuffer({ resolveWithObject: true });
      // What hangs below the line, such as in "g", is as far from its top as the picture is high: stand on the top.
      const top = pixels(pageMargin.top + row * lineHeight) + (/[A-Z0-9bdfhklt"]/.test(line) ? 0 : 6);
      assertFits(line, pixels(pageMargin.left) + info.width, width);
      return [{ input: data, left: pixels(pageMargin.left), top }];
    }),
  );
  const white = { create: { width, height, channels: 3 as const, background: "#fff" } };
  const page = await sharp(white).composite(written.flat()).png().toBuffer();
  const turned = await sharp(page).rotate(degrees, { background: "#fff" }).resize(width, height, { fit: "cover" });
  const { data } = await turned.blur(0.6).greyscale().raw().toBuffer({ resolveWithObject: true });
  addNoise(data);
  return await sharp(data, { raw: { width, height, channels: 1 } })
    .jpeg({ quality: 30, mozjpeg: true })
    .toBuffer();
}

function assertFits(line: string, right: number, width: number): void {
  if (right > width) throw new Error(`"${line}" is ${right} pixels wide, the page ${width}: break lines earlier`);
}

/** The grain of paper and sensor: as many steps of grey up as down, the same at every run. */
function addNoise(pixels: Uint8Array): void {
  let state = 20_260_101;
  for (const [place, grey] of pixels.entries()) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const paper = 12 + grey * 0.92;
    pixels[place] = Math.max(0, Math.min(255, Math.round(paper + (state / 2 ** 32 - 0.5) * 28)));
  }
}

const makers = { contract_001: typeset, contract_002: typeset, contract_003: scan };
for (const [name, make] of Object.entries(makers)) {
  const pdf = await make(await readFile(join(folder, `${name}.txt`), "utf8"));
  await writeFile(join(folder, `${name}.pdf`), pdf);
  console.log(`${name}.pdf: ${pdf.length} bytes`);
}
const whole = await readFile(join(folder, "contract_001.pdf"));
// Sent off before it was all there.
await writeFile(join(folder, "contract_004.pdf"), whole.subarray(0, Math.round(0.6 * whole.length)));
