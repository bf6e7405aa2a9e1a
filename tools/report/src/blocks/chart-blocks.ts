import { shortLine } from "#wording/clean-text.ts";
import type { Block, ReportImage } from "./block.ts";

export type Picture = { readonly title: string; readonly alt: string; readonly image: ReportImage };

/** Longer captions crowd the page; the picture's own description keeps the whole text. */
const maxCaption = 420;

/** Pictures with captions that tell their numbers, and the files they are made of. */
export function chartBlocks(
  charts: readonly Picture[],
  firstImage = 0,
): { readonly blocks: readonly Block[]; readonly images: readonly ReportImage[] } {
  const blocks = charts.map(
    ({ title, alt }, place): Block => ({
      t: "chart",
      image: firstImage + place,
      alt: shortLine(alt, 4_000),
      caption: shortLine(alt === "" ? title : alt, maxCaption),
    }),
  );
  return { blocks, images: charts.map(({ image }) => image) };
}
