import { readTable, type TableRecord, type ToolContext, ValidationError } from "@aiecs/core/toolkit";
import type { CatalogItem } from "./catalog-item.ts";

const maxItems = 50_000;
const idColumns = ["id", "item_id", "sku", "slug", "key", "isbn", "url"];
const titleColumns = ["title", "name", "headline", "heading", "label", "product"];

/** The items of a catalogue. Ids and titles are recognised by the names of their columns; every text and tag counts. */
export async function readCatalog(
  catalog: unknown,
  context: Pick<ToolContext, "input" | "call">,
): Promise<readonly CatalogItem[]> {
  const table = await readTable(catalog, context);
  if (table.rows === 0)
    throw new ValidationError("Invalid catalog: expected at least one item, received an empty table");
  if (table.rows > maxItems)
    throw new ValidationError(`Invalid catalog: expected at most ${maxItems} items, received ${table.rows}`);
  const columns = table.schema.map(({ name }) => name);
  const find = (names: readonly string[]) =>
    names.map((name) => columns.find((column) => column.toLowerCase() === name)).find((column) => column !== undefined);
  const [id, title] = [find(idColumns), find(titleColumns)];
  const records = await table.records();
  const items = records.map((record, index) => itemOf(record, index, { id, title }));
  if (items.some(({ text }) => text !== "")) return items;
  throw new ValidationError(
    `Invalid catalog: expected items with texts, received the columns ${columns.join(", ")}, which hold none`,
  );
}

function itemOf(
  record: TableRecord,
  index: number,
  columns: { readonly id: string | undefined; readonly title: string | undefined },
): CatalogItem {
  const idOf = columns.id === undefined ? undefined : scalar(record[columns.id]);
  const titleOf = columns.title === undefined ? undefined : scalar(record[columns.title]);
  const id = idOf ?? titleOf ?? String(index);
  const texts = Object.entries(record).flatMap(([column, value]) => (column === columns.id ? [] : textsIn(value)));
  return { id, title: titleOf ?? id, text: texts.join("\n"), record };
}

function scalar(value: unknown): string | undefined {
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Texts and lists of texts, such as tags; addresses say little of what stands there. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return /^https?:\/\/\S+$/.test(value) ? [] : [value];
  return Array.isArray(value) ? value.flatMap((item: unknown) => textsIn(item)) : [];
}
