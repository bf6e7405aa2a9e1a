/**
 * Makes `data/document.pdf` of the two texts beside it, the same at every run: a page with a text layer, and a letter of
 * two sheets as a scanner gives them. Run by hand: node examples/document-extraction/make-document.ts
 */
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { PDFDocument, StandardFonts } from "pdf-lib";
import sharp from "sharp";

const folder = "examples/document-extraction/data";
const a5 = { width: 420, height: 595 };
const margin = 44;
const dotsPerInch = 200;

const toPixels = (points: number): number => Math.round((points * dotsPerInch) / 72);

/** A sheet that lies a little askew: grey, not quite sharp, with the grain of paper, as JPEG. */
async function scan(text: string, degrees: number): Promise<Uint8Array> {
  const [width, height] = [toPixels(a5.width), toPixels(a5.height)];
  const fonts = join(dirname(fileURLToPath(import.meta.resolve("dejavu-fonts-ttf/package.json"))), "ttf");
  const input = {
    text: {
      text,
      font: "DejaVu Serif 11",
      fontfile: join(fonts, "DejaVuSerif.ttf"),
      dpi: dotsPerInch,
      width: toPixels(a5.width - 2 * margin),
      spacing: 14,
      rgba: true,
    },
  };
  const sheet = { create: { width, height, channels: 3 as const, background: "#fff" } };
  const written = { input, left: toPixels(margin), top: toPixels(margin) };
  const page = await sharp(sheet).composite([written]).png().toBuffer();
  const turned = sharp(page).rotate(degrees, { background: "#fff" }).resize(width, height, { fit: "cover" });
  const grey = await turned.blur(0.6).greyscale().raw().toBuffer();
  addGrain(grey);
  const raw = { width, height, channels: 1 as const };
  return await sharp(grey, { raw }).jpeg({ quality: 40, mozjpeg: true }).toBuffer();
}

/** As many steps of grey up as down, from a generator that gives the same at every run. */
function addGrain(pixels: Uint8Array): void {
  let state = 18_630_713;
  for (const [place, grey] of pixels.entries()) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const paper = 18 + grey * 0.88;
    pixels[place] = Math.max(0, Math.min(255, Math.round(paper + (state / 2 ** 32 - 0.5) * 20)));
  }
}

const pdf = await PDFDocument.create({ updateMetadata: false });
pdf.setTitle("Lincoln to Grant, July 13, 1863");
pdf.setAuthor("Abraham Lincoln");
pdf.setCreationDate(new Date("2026-01-01T00:00:00Z"));

const catalogue = await readFile(join(folder, "catalogue.txt"), "utf8");
const font = await pdf.embedFont(StandardFonts.Helvetica);
const cover = pdf.addPage([a5.width, a5.height]);
cover.drawText(catalogue, { x: margin, y: a5.height - margin - 12, size: 12, lineHeight: 20, font });

const letter = await readFile(join(folder, "letter.txt"), "utf8");
const secondSheet = letter.indexOf("When you got below");
const sheets = [letter.slice(0, secondSheet), letter.slice(secondSheet)].map((text) => text.trimEnd());
for (const [number, text] of sheets.entries()) {
  const picture = await pdf.embedJpg(await scan(text, number === 0 ? 0.6 : -0.8));
  pdf.addPage([a5.width, a5.height]).drawImage(picture, { x: 0, y: 0, ...a5 });
}
const content = await pdf.save();
await writeFile(join(folder, "document.pdf"), content);
console.log(`document.pdf: ${content.length} bytes`);
