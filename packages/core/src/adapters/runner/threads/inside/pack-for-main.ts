import { types } from "node:util";
import { isMarkedAsUntransferable } from "node:worker_threads";
import { OperationFailedError } from "#contracts/errors.ts";
import { isTable, type Table } from "#contracts/table.ts";
import { cellsOf } from "#toolkit/memory-table.ts";
import { formatPath } from "#toolkit/problems.ts";
import { cloneProblem } from "../clone-problem.ts";
import type { Packed, Path, PlacedTable, TableMessage } from "../messages.ts";
import { replaceLeaves } from "../replace-leaves.ts";

export type PackOptions = {
  /** What is packed, for errors: `The result of chart_tool.draw`. */
  readonly what: string;
  /** The number of a table that the main thread lent, if it did. */
  readonly lentId: (table: Table) => number | undefined;
  /** Whether buffers are moved: the sender does not keep them. */
  readonly move: boolean;
};

export type PackedForMain = { readonly packed: Packed; readonly transfer: readonly ArrayBuffer[] };

/**
 * Makes a value ready for the main thread. Lent tables go back by number; tables made here go whole, column by column,
 * since this thread may end at any time; buffers are moved; all else is copied.
 *
 * @throws E003 naming what cannot be copied
 */
export async function packForMain(value: unknown, options: PackOptions): Promise<PackedForMain> {
  const placed: { readonly path: Path; readonly table: Table }[] = [];
  const transfer = new Set<ArrayBuffer>();
  const packed = replaceLeaves(value, (leaf, path) => {
    if (isTable(leaf)) {
      placed.push({ path: [...path], table: leaf });
      return null;
    }
    const problem = cloneProblem(leaf);
    if (problem !== undefined) {
      const where = path.length === 0 ? "it" : formatPath(path);
      throw new OperationFailedError(`${options.what} cannot be sent from its thread: ${where} ${problem}`);
    }
    return options.move ? toMove(leaf, transfer) : leaf;
  });
  if (placed.length === 0) return { packed: { value: packed }, transfer: [...transfer] };
  const tables = await Promise.all(
    placed.map(async (entry): Promise<PlacedTable> => {
      return { path: entry.path, table: await toMessage(entry.table, options, transfer) };
    }),
  );
  return { packed: { value: packed, tables }, transfer: [...transfer] };
}

async function toMessage(table: Table, { lentId }: PackOptions, transfer: Set<ArrayBuffer>): Promise<TableMessage> {
  const id = lentId(table);
  if (id !== undefined) return { kind: "lent", id };
  const cells = await cellsOf(table);
  for (const [, values] of cells) if (values instanceof Float64Array) toMove(values, transfer);
  return { kind: "made", cells, schema: table.schema, preview: table.data.length };
}

/** Notes the buffer of a leaf for moving. A view of a part gets a buffer of its own: copying would take the whole one. */
function toMove(leaf: object | symbol, transfer: Set<ArrayBuffer>): unknown {
  if (types.isArrayBuffer(leaf)) {
    if (!isMarkedAsUntransferable(leaf)) transfer.add(leaf);
    return leaf;
  }
  if (typeof leaf === "symbol" || !ArrayBuffer.isView(leaf) || !(leaf.buffer instanceof ArrayBuffer)) return leaf;
  const { buffer, byteOffset, byteLength } = leaf;
  const isWhole = byteLength === buffer.byteLength && !isMarkedAsUntransferable(buffer);
  const own = isWhole ? leaf : viewOf(leaf, buffer.slice(byteOffset, byteOffset + byteLength));
  if (own.buffer instanceof ArrayBuffer) transfer.add(own.buffer);
  return own;
}

type ViewClass = new (buffer: ArrayBuffer) => ArrayBufferView;

const viewClasses: readonly ViewClass[] = [
  Uint8Array,
  Float64Array,
  Float32Array,
  Int32Array,
  Uint32Array,
  Int16Array,
  Uint16Array,
  Int8Array,
  Uint8ClampedArray,
  BigInt64Array,
  BigUint64Array,
  Float16Array,
];

/** The same kind of view, over all of another buffer. */
function viewOf(view: ArrayBufferView, buffer: ArrayBuffer): ArrayBufferView {
  const Class = viewClasses.find((candidate) => view instanceof candidate) ?? DataView;
  return new Class(buffer);
}
