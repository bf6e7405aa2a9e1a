import type { ColumnValues, Table } from "@aiecs/core/toolkit";

const preferred = [
  "category",
  "segment",
  "type",
  "group",
  "region",
  "product",
  "department",
  "channel",
  "country",
  "status",
];
const mostCategories = 50;

/** A column of labels. */
export type CategoryColumn = { readonly name: string; readonly values: ColumnValues };

/** The column that best sorts rows into groups: a usual name first, 2 to 50 different texts. Null when there is none. */
export async function findCategoryColumn(
  table: Table,
  taken: readonly (string | null)[],
): Promise<CategoryColumn | null> {
  const rank = (name: string) => {
    const place = preferred.findIndex((word) => name.toLowerCase().includes(word));
    return place === -1 ? preferred.length : place;
  };
  const candidates = table.schema
    .filter(({ name, type }) => (type === "string" || type === "boolean") && !taken.includes(name))
    .sort((a, b) => rank(a.name) - rank(b.name));
  for (const { name } of candidates) {
    const values = await table.column(name);
    const distinct = countDistinct(values, mostCategories + 1);
    if (distinct >= 2 && distinct <= mostCategories && 2 * distinct <= table.rows) return { name, values };
  }
  return null;
}

/** Different values besides null, counted no further than `most`. */
function countDistinct(values: ColumnValues, most: number): number {
  const seen = new Set<unknown>();
  for (const value of values) {
    if (value !== null) seen.add(value);
    if (seen.size >= most) break;
  }
  return seen.size;
}
