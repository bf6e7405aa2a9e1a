import { OperationFailedError, type ValidationError } from "#contracts/errors.ts";
import { isTable, type Table } from "#contracts/table.ts";
import { tableOfCells } from "#toolkit/memory-table.ts";
import { formatPath } from "#toolkit/problems.ts";
import { cloneProblem } from "./clone-problem.ts";
import type { Packed, PlacedTable, TableMessage } from "./messages.ts";
import { replaceLeaves } from "./replace-leaves.ts";

/**
 * The tables that a call's thread knows by number. They stay here; the thread asks for their records. The same table
 * has one number, and comes back as itself.
 */
export class LentTables {
  readonly #tables: Table[] = [];

  lend(table: Table): TableMessage {
    const { rows, columns, schema, data, truncated } = table;
    const known = this.#tables.indexOf(table);
    const id = known === -1 ? this.#tables.push(table) - 1 : known;
    return { kind: "lent", id, shape: { rows, columns, schema, data, truncated } };
  }

  get(id: number): Table {
    const table = this.#tables[id];
    if (table) return table;
    throw new OperationFailedError(`A thread asked for table ${id} of a call that was given ${this.#tables.length}`);
  }

  /** A table that comes from the thread: one that was lent to it, or a new one with all its records. */
  take(message: TableMessage): Table {
    if (message.kind === "lent") return this.get(message.id);
    return tableOfCells(message.cells, { schema: message.schema, preview: message.preview });
  }
}

/** Makes a value ready for a thread. Tables are lent, the rest is copied. @throws what `refuse` makes of a path and a reason */
export function packForThread(
  value: unknown,
  tables: LentTables,
  refuse: (problem: string) => ValidationError | OperationFailedError,
): Packed {
  const placed: PlacedTable[] = [];
  const packed = replaceLeaves(value, (leaf, path) => {
    if (isTable(leaf)) {
      placed.push({ path: [...path], table: tables.lend(leaf) });
      return null;
    }
    const problem = cloneProblem(leaf);
    if (problem !== undefined) throw refuse(`${formatPath(path) || "the whole"} ${problem}`);
    return leaf;
  });
  return placed.length === 0 ? { value: packed } : { value: packed, tables: placed };
}
