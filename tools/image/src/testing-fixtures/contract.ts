import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";

/** The text of the pages that the tests draw. */
export const contractLines: readonly string[] = [
  "SERVICE AGREEMENT",
  "This Agreement is made on 14 March 2025 between Acme Corporation,",
  "a Delaware company, and Globex GmbH, registered in Munich.",
  "1. Term. This Agreement begins on 1 April 2025 and runs for 24 months.",
  "2. Payment. The Client pays EUR 12,500 per month within 30 days of invoice.",
  "3. Termination. Either party may end this Agreement with 60 days notice.",
  "4. Liability is limited to the fees paid in the preceding twelve months.",
  "5. Each party keeps the other party's information confidential for 5 years.",
  "6. Governing law: the laws of the State of New York.",
];

export type DrawnText = {
  readonly lines?: readonly string[];
  /** Height of a line of letters, from the top of the highest to the bottom of the lowest. */
  readonly sizePx?: number;
  readonly font?: "DejaVu Sans" | "DejaVu Serif";
};

const fonts = join(dirname(fileURLToPath(import.meta.resolve("dejavu-fonts-ttf/package.json"))), "ttf");

/** Black text on a white page, as PNG, in a font that comes with a package: the same on every machine. */
export async function drawText({
  lines = contractLines,
  sizePx = 32,
  font = "DejaVu Serif",
}: DrawnText = {}): Promise<Buffer> {
  const fontfile = join(fonts, `${font.replace(" ", "")}.ttf`);
  const text = lines.join("\n").replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  // Ten points: a dot per inch is 10/72 of a pixel.
  const mask = await sharp({ text: { text, font: `${font} 10`, fontfile, dpi: Math.round(7.2 * sizePx) } })
    .png()
    .toBuffer();
  const page = await sharp(mask).negate({ alpha: false }).png().toBuffer();
  return sharp(page).extend({ top: 40, bottom: 40, left: 40, right: 40, background: "#fff" }).png().toBuffer();
}

/** Two pages as one, side by side. */
export async function beside(left: Buffer, right: Buffer): Promise<Buffer> {
  const sizes = await Promise.all([left, right].map((page) => sharp(page).metadata()));
  const width = sizes.reduce((sum, size) => sum + size.width, 0);
  const height = Math.max(...sizes.map((size) => size.height));
  return sharp({ create: { width, height, channels: 3, background: "#fff" } })
    .composite([
      { input: left, left: 0, top: 0 },
      { input: right, left: sizes[0]?.width ?? 0, top: 0 },
    ])
    .png()
    .toBuffer();
}

/** The page as a poor scan: turned by two degrees, blurred, noisy, as JPEG of quality 70. */
export async function worsen(page: Buffer): Promise<Buffer> {
  const turned = await sharp(page).rotate(2, { background: "#fff" }).flatten({ background: "#fff" }).blur(1).toBuffer();
  const { data, info } = await sharp(turned).greyscale().raw().toBuffer({ resolveWithObject: true });
  let state = 7;
  for (let place = 0; place < data.length; place++) {
    // Park and Miller's generator (1988): the same noise in every run.
    state = (state * 48_271) % 2_147_483_647;
    data[place] = Math.max(0, Math.min(255, (data[place] ?? 0) + ((state % 81) - 40)));
  }
  const { width, height } = info;
  return sharp(data, { raw: { width, height, channels: 1 } })
    .jpeg({ quality: 70 })
    .toBuffer();
}

/** Edits per character that turn one text into the other (Levenshtein 1966), white space counted as one space. */
export function characterErrorRate(read: string, written: string): number {
  const [from, to] = [read, written].map((text) => Array.from(text.replace(/\s+/g, " ").trim()));
  if (!from || !to) return 1;
  let row = Array.from({ length: to.length + 1 }, (_, place) => place);
  from.forEach((character, above) => {
    const next = [above + 1];
    to.forEach((wanted, left) => {
      const replaced = (row[left] ?? 0) + (character === wanted ? 0 : 1);
      next.push(Math.min((row[left + 1] ?? 0) + 1, (next[left] ?? 0) + 1, replaced));
    });
    row = next;
  });
  return (row.at(-1) ?? 0) / to.length;
}
