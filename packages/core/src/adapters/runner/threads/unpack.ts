import type { Packed, TableMessage } from "./messages.ts";
import { placeAt } from "./replace-leaves.ts";

/** Puts the tables back into what came, as `take` makes them. */
export function unpack(packed: Packed, take: (message: TableMessage) => unknown): unknown {
  let value = packed.value;
  for (const { path, table } of packed.tables ?? []) value = placeAt(value, path, take(table));
  return value;
}
