import type { FoundPassage } from "#schemas/found-passage.ts";

/** Where a passage stands, for readers. */
export function placeOf({ source, page, row, line }: Pick<FoundPassage, "source" | "page" | "row" | "line">): string {
  if (page !== null) return `${source}, page ${page}`;
  if (row !== null) return `${source}, row ${row}`;
  return line === null ? source : `${source}, line ${line}`;
}
