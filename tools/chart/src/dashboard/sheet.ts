import { escapeXml } from "#drawing/escape-xml.ts";
import { textWidth } from "#drawing/fonts.ts";
import type { Figure } from "#reading/figures.ts";
import { colors, fontStack, pictureSize } from "#specs/theme.ts";
import { cleanText } from "#wording/clean-text.ts";

export type SheetContent = {
  readonly title: string;
  readonly alt: string;
  readonly figures: readonly Figure[];
  /** Charts as SVG, in their order. */
  readonly pictures: readonly string[];
};

const margin = 28;
const gap = 16;
const tile = { height: 76, perColumn: 3, most: 8 } as const;
const headerHeight = 76;
const cardWidth = pictureSize.width;

/** The whole dashboard as one SVG: title, figures as tiles, charts in one or two columns, each in the shorter one. */
export function composeSheet({ title, alt, figures, pictures }: SheetContent): string {
  const columns = pictures.length > 1 ? 2 : 1;
  const width = columns * cardWidth + (columns - 1) * gap + 2 * margin;
  const tiles = placeTiles(figures.slice(0, tile.most), columns * tile.perColumn, width);
  const cards = placeCards(pictures, columns, headerHeight + tiles.height);
  const height = cards.bottom + margin - gap;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-stretch="condensed" font-family="${escapeXml(fontStack)}">`,
    `<title>${escapeXml(cleanText(title))}</title><desc>${escapeXml(cleanText(alt, 4_000))}</desc>`,
    `<rect width="${width}" height="${height}" fill="#f3f4f6"/>`,
    textAt(margin, 48, fitted(title, width - 2 * margin, 24, true), 24, colors.text, true),
    tiles.markup,
    cards.markup,
    "</svg>",
  ].join("\n");
}

type Placed = { readonly markup: string; readonly height: number };

function placeTiles(figures: readonly Figure[], perRow: number, width: number): Placed {
  if (figures.length === 0) return { markup: "", height: 0 };
  const inRow = Math.ceil(figures.length / Math.ceil(figures.length / perRow));
  const tileWidth = (width - 2 * margin - (inRow - 1) * gap) / inRow;
  const markup = figures.map((figure, place) => {
    const x = margin + (place % inRow) * (tileWidth + gap);
    const y = headerHeight + Math.floor(place / inRow) * (tile.height + gap);
    return `${card(x, y, tileWidth, tile.height)}${textAt(x + 16, y + 27, fitted(figure.label, tileWidth - 32, 12), 12, colors.quiet)}${figureText(figure.text, x + 16, y + 56, tileWidth - 32)}`;
  });
  return { markup: markup.join("\n"), height: Math.ceil(figures.length / inRow) * (tile.height + gap) };
}

/** A long figure is written smaller before it is cut. */
function figureText(text: string, x: number, y: number, room: number): string {
  const size = [22, 19, 16].find((candidate) => textWidth(text, candidate, true) <= room) ?? 14;
  return textAt(x, y, fitted(text, room, size, true), size, colors.text, true);
}

function placeCards(
  pictures: readonly string[],
  columns: number,
  top: number,
): { readonly markup: string; readonly bottom: number } {
  const ends = new Array<number>(columns).fill(top);
  const placed = pictures.map((picture) => {
    const column = ends.indexOf(Math.min(...ends));
    const y = ends[column] ?? top;
    const end = y + heightOf(picture) + gap;
    ends[column] = end;
    return { picture, column, y, end };
  });
  const bottom = Math.max(...ends);
  const markup = placed.map(({ picture, column, y, end }) => {
    const x = margin + column * (cardWidth + gap);
    // The last card of each column reaches down to the common edge.
    const height = (end === ends[column] ? bottom : end) - gap - y;
    return `${card(x, y, cardWidth, height)}${picture.replace("<svg", `<svg x="${x}" y="${y}"`)}${card(x, y, cardWidth, height, "none")}`;
  });
  return { markup: markup.join("\n"), bottom };
}

function heightOf(picture: string): number {
  return Math.ceil(Number(/\bheight="([\d.]+)"/.exec(picture)?.[1] ?? pictureSize.height));
}

function card(x: number, y: number, width: number, height: number, fill = "#ffffff"): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill}" stroke="#e2e5ea"/>`;
}

function textAt(x: number, y: number, text: string, size: number, color: string, bold = false): string {
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${color}"${bold ? ' font-weight="bold"' : ""}>${escapeXml(text)}</text>`;
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** As much of a text as the room holds, with an ellipsis where it was cut. */
function fitted(text: string, room: number, size: number, bold = false): string {
  const line = cleanText(text);
  if (textWidth(line, size, bold) <= room) return line;
  let kept = "";
  for (const { segment } of graphemes.segment(line)) {
    if (textWidth(`${kept}${segment}…`, size, bold) > room) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}
