import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type JoinKind, joinKinds } from "#schemas/words.ts";
import { openDatabase } from "#testing-fixtures/open-database.ts";
import { type MergeDataParams, mergeData } from "./merge-data.ts";

const orders = [
  { id: 1, product: "tea", note: "first" },
  { id: 2, product: "jam", note: "second" },
  { id: 3, product: null, note: "third" },
];
const prices = [
  { product: "jam", price: 4, note: "sweet" },
  { product: "rye", price: 2, note: "dark" },
  { product: null, price: 9, note: "none" },
];

async function merge(params: Partial<MergeDataParams>) {
  await using database = await openDatabase();
  const table = await mergeData({ df1: orders, df2: prices, ...params }, database.context);
  return { records: await table.records(), names: table.schema.map(({ name }) => name) };
}

describe("merge_data", () => {
  it("joins on the common columns and keeps rows with a partner", async () => {
    expect((await merge({ df2: prices.map(({ product, price }) => ({ product, price })) })).records).toEqual([
      { id: 2, product: "jam", note: "second", price: 4 },
    ]);
    expect((await merge({})).records).toEqual([]);
  });

  it("gives names that both tables have _1 and _2", async () => {
    expect((await merge({ on: "product" })).records).toEqual([
      { id: 2, product: "jam", note_1: "second", price: 4, note_2: "sweet" },
    ]);
  });

  it.each([
    ["left", [1, 2, 3], [null, 4, null], ["tea", "jam", null]],
    ["right", [2, null, null], [4, 2, 9], ["jam", "rye", null]],
    ["outer", [1, 2, 3, null, null], [null, 4, null, 2, 9], ["tea", "jam", null, "rye", null]],
  ] as const)("keeps rows without a partner: %s", async (how, ids, paid, products) => {
    const { records } = await merge({ on: ["product"], how });
    expect(records.map(({ id }) => id)).toEqual(ids);
    expect(records.map(({ price }) => price)).toEqual(paid);
    expect(records.map(({ product }) => product)).toEqual(products);
  });

  it("joins numbers of different kinds, and dates with moments", async () => {
    const { records } = await merge({
      df1: [{ k: 1, d: "2026-01-05", a: "x" }],
      df2: [
        { k: 1.0, d: "2026-01-05T00:00:00", b: "y" },
        { k: 1.5, d: "2026-01-05T10:00:00", b: "z" },
      ],
    });
    expect(records).toEqual([{ k: 1, d: "2026-01-05T00:00:00", a: "x", b: "y" }]);
  });

  it("says what keeps tables from being merged", async () => {
    await expect(merge({ df2: [{ other: 1 }] })).rejects.toThrow(
      /no column in common.*df1 has id, product, note; df2 has other/,
    );
    await expect(merge({ df2: [{ id: "1" }] })).rejects.toThrow(
      /merge on id: it is of type integer in df1, but string in df2/,
    );
    await expect(merge({ on: "id" })).rejects.toThrow(/on: Unknown column "id".*of df2/);
  });

  it("refuses a merge that would pass max_rows before it makes it", async () => {
    await using database = await openDatabase({ max_rows: 1_000 });
    const many = Array.from({ length: 100 }, (_, index) => ({ key: 1, index }));
    const merging = mergeData({ df1: many, df2: many, on: "key" }, database.context);
    await expect(merging).rejects.toThrow(/has 10000 rows; the config's limits.max_rows allows 1000/);
  });

  it("joins as plain code does, in the same order", async () => {
    await using database = await openDatabase();
    const side = (name: string) =>
      fc.array(fc.record({ k: fc.option(fc.integer({ min: 0, max: 4 })), [name]: fc.integer() }), {
        minLength: 1,
        maxLength: 12,
      });
    await fc.assert(
      fc.asyncProperty(side("a"), side("b"), fc.constantFrom(...joinKinds), async (df1, df2, how) => {
        const table = await mergeData({ df1: typed(df1, "a"), df2: typed(df2, "b"), on: "k", how }, database.context);
        expect((await table.records()).slice(0, -1)).toEqual(join(typed(df1, "a"), typed(df2, "b"), how).slice(0, -1));
      }),
      { numRuns: 40 },
    );
  });
});

type Side = { readonly [name: string]: number | null | undefined };

/** A last row makes sure that the key column has numbers in it. */
function typed(rows: readonly Side[], name: string): Side[] {
  return [...rows, { k: 99, [name]: 0 }];
}

function join(left: readonly Side[], right: readonly Side[], how: JoinKind): object[] {
  const pairs = left.flatMap((one) => right.flatMap((two) => (one.k != null && one.k === two.k ? [{ one, two }] : [])));
  const leftOnly = left.filter((one) => !pairs.some((pair) => pair.one === one));
  const rightOnly = right.filter((two) => !pairs.some((pair) => pair.two === two));
  const both = pairs.map(({ one, two }) => ({
    at: [left.indexOf(one), right.indexOf(two)],
    row: { ...one, b: two.b },
  }));
  const lefts = leftOnly.map((one) => ({ at: [left.indexOf(one), -1], row: { ...one, b: null } }));
  const rights = rightOnly.map((two) => ({
    at: [left.length, right.indexOf(two)],
    row: { k: two.k, a: null, b: two.b },
  }));
  const kept = {
    inner: both,
    left: [...both, ...lefts],
    right: [...both, ...rights],
    outer: [...both, ...lefts, ...rights],
  }[how];
  const [first, second] = how === "right" ? [1, 0] : [0, 1];
  const sorted = kept.toSorted(
    (x, y) => (x.at[first] ?? 0) - (y.at[first] ?? 0) || (x.at[second] ?? 0) - (y.at[second] ?? 0),
  );
  return sorted.map(({ row }) => row);
}
