import fc from "fast-check";
import { expect, it } from "vitest";
import { OperationFailedError } from "#contracts/errors.ts";
import { createTable } from "#toolkit/memory-table.ts";
import { LentTables, packForThread } from "./pack-for-thread.ts";
import { unpack } from "./unpack.ts";

const refuse = (problem: string) => new OperationFailedError(problem);
const someTables = [createTable([{ a: 1 }]), createTable([{ b: 2 }])];

it("takes tables out of any data and puts the same ones back, leaving the data as it was", () => {
  const key = fc.oneof(fc.string(), fc.constantFrom("__proto__", "constructor", "0", "length", "kind"));
  const { value: anything } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      fc.oneof(fc.constantFrom(...someTables), fc.constantFrom(null, undefined, 0, "text", true, 5n)),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(key, tie("value"), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(anything, (value) => {
      const before = describeData(value);
      const lent = new LentTables();
      const crossed = structuredClone(packForThread(value, lent, refuse));
      expect(describeData(unpack(crossed, (message) => lent.take(message)))).toEqual(before);
      expect(describeData(value)).toEqual(before);
    }),
    { numRuns: 500 },
  );
});

it("hands plain data on as it is, without a copy", () => {
  const value = { rows: [{ a: 1 }, { b: [new Date(), new Float64Array(2)] }] };
  expect(packForThread(value, new LentTables(), refuse)).toEqual({ value });
  expect(packForThread(value, new LentTables(), refuse).value).toBe(value);
});

it("gives one table one number", () => {
  const [table] = someTables;
  const { tables = [] } = packForThread([table, { again: table }], new LentTables(), refuse);
  expect(tables.map(({ path, table: message }) => [path, message])).toEqual([
    [[0], expect.objectContaining({ kind: "lent", id: 0 })],
    [[1, "again"], expect.objectContaining({ kind: "lent", id: 0 })],
  ]);
});

it("comes to an end with data that is circular, endlessly shared or very deep", () => {
  const circle: unknown[] = [];
  circle.push(circle, circle);
  let shared: unknown = "leaf";
  for (let depth = 0; depth < 60; depth++) shared = [shared, shared];
  let deep: unknown = [];
  for (let depth = 0; depth < 5_000; depth++) deep = [deep];
  for (const value of [circle, shared, deep]) {
    expect(packForThread(value, new LentTables(), refuse).value).toBe(value);
  }
});

/** Own properties in order, the odd names too, with tables told apart by identity. */
function describeData(value: unknown): unknown {
  const table = someTables.findIndex((candidate) => candidate === value);
  if (table !== -1) return `table ${table}`;
  if (Array.isArray(value)) return value.map(describeData);
  if (typeof value !== "object" || value === null) return typeof value === "bigint" ? `${value}n` : value;
  return Object.entries(value).map(([name, element]) => [name, describeData(element)]);
}
