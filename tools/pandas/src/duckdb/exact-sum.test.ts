import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openDatabase } from "#testing-fixtures/open-database.ts";
import { prepareSums } from "./exact-sum.ts";

/** The exact sum of doubles, by integers in units of 2^-1074. */
function trueSum(values: readonly number[]): number {
  let total = 0n;
  const view = new DataView(new ArrayBuffer(8));
  for (const value of values) {
    view.setFloat64(0, value);
    const bits = view.getBigUint64(0);
    const exponent = (bits >> 52n) & 0x7ffn;
    const fraction = (bits & 0xf_ffff_ffff_ffffn) | (exponent === 0n ? 0n : 1n << 52n);
    total += (bits >> 63n === 1n ? -1n : 1n) * (fraction << (exponent === 0n ? 0n : exponent - 1n));
  }
  return toDouble(total);
}

function toDouble(units: bigint): number {
  const size = (units < 0n ? -units : units).toString(2).length;
  const shift = BigInt(Math.max(0, size - 1000));
  return Number(units >> shift) * 2 ** (Number(shift) - 537) * 2 ** -537;
}

describe("prepareSums", () => {
  it("sums and averages as exactly as doubles can show, next to the largest", async () => {
    await using database = await openDatabase();
    const double = fc
      .double({ noNaN: true, min: -1e15, max: 1e15 })
      .map((value) => (Math.abs(value) < 1e-280 ? 0 : value));
    await fc.assert(
      fc.asyncProperty(fc.array(double, { minLength: 1, maxLength: 50 }), async (values) => {
        const list = values.map((value) => `(CAST('${value}' AS DOUBLE))`).join(", ");
        const [sum, mean] = await database.engine.session(undefined, async (session) => {
          const relation = `(SELECT * FROM (VALUES ${list}) AS v(x))`;
          const [exact] = await prepareSums(session, relation, ["x"]);
          return await session.row(`SELECT ${exact?.sum}, ${exact?.mean} FROM ${relation}`);
        });
        const expected = trueSum(values);
        const largest = Math.max(...values.map(Math.abs));
        expect(Math.abs(Number(sum) - expected)).toBeLessThanOrEqual(
          Math.max(Math.abs(expected) * 4e-16, largest * values.length * 2 ** -62),
        );
        expect(Number(mean)).toBeCloseTo(expected / values.length, 0);
      }),
      { numRuns: 100 },
    );
  });

  it("has null for nothing, and holds very small and very large values", async () => {
    await using database = await openDatabase();
    const sumOf = (list: string) =>
      database.engine.session(undefined, async (session) => {
        const relation = `(SELECT * FROM (VALUES ${list}) AS v(x))`;
        const [exact] = await prepareSums(session, relation, ["x"]);
        return (await session.row(`SELECT ${exact?.sum} FROM ${relation}`))[0];
      });
    expect(await sumOf("(NULL), (NULL)")).toBeNull();
    expect(await sumOf("(0), (NULL)")).toBe(0);
    expect(await sumOf("(CAST('1e300' AS DOUBLE)), (CAST('1e300' AS DOUBLE))")).toBe(2e300);
    expect(await sumOf("(CAST('1e-290' AS DOUBLE)), (CAST('2e-290' AS DOUBLE))")).toBeCloseTo(3e-290, 300);
  });
});
