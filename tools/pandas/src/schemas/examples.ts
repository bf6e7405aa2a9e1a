import type { OperationExample } from "@aiecs/core";

/** Orders of a small shop, as examples take them: some with a gap, one twice. */
export const orders = [
  { order: 1, day: "2026-01-05", category: "tea", product: "Assam", amount: 12.5 },
  { order: 2, day: "2026-01-19", category: "tea", product: "Darjeeling", amount: 20 },
  { order: 3, day: "2026-01-31", category: "cups", product: "Mug", amount: 9.9 },
  { order: 3, day: "2026-01-31", category: "cups", product: "Mug", amount: 9.9 },
  { order: 4, day: "2026-02-11", category: "tea", product: "Assam", amount: null },
  { order: 5, day: "2026-02-28", category: "cups", product: "Mug", amount: 29.7 },
];

export const examples = {
  load_table: [{ title: "Make a table of records", params: { df: orders }, result: { rows: 6, columns: 5 } }],
} as const satisfies { readonly [operation: string]: readonly OperationExample[] };
