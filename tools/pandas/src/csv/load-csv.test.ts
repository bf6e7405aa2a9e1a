import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openDatabase } from "#testing-fixtures/open-database.ts";
import { readCsv } from "./read-csv.ts";

/** More rows than the sample has. */
const rows = 1_500;

const usual = [
  "1",
  "-20",
  "1.5",
  "true",
  "2026-01-05",
  "13/02/2026",
  "2026-01-05T10:00:00",
  "2026-01-05 10:00:00Z",
  "text",
];

const odd = fc.oneof(
  fc.constantFrom(
    "007",
    "-0",
    "+5",
    "1_000",
    "1e3",
    "1e999",
    "1.",
    ".5",
    "-.5",
    ".",
    "-",
    "0x1F",
    "NaN",
    "-inf",
    "nil",
  ),
  fc.constantFrom("9223372036854775807", "9223372036854775808", "1".repeat(38), "1".repeat(45), "TRUE", "t", "yes"),
  fc.constantFrom(
    "2026-02-30",
    "2026-1-5",
    "01/02/2026",
    "02/13/2026",
    "1/2/26",
    "2026-01-05 24:00",
    "2026-01-05T10:00",
  ),
  fc.constantFrom(" 1", "1 ", " 1.5 ", "\t7", "5 Jan 2026", "2026-01-05T10:00+02:00", "20260105", "infinity", "epoch"),
  fc.string({ unit: fc.constantFrom(..."0123456789.-+eE_:/ TZ"), minLength: 1, maxLength: 12 }),
);

describe("loadCsv", () => {
  it("gives a column the same type and values wherever in the file an odd value stands", async () => {
    await using database = await openDatabase();
    const read = async (values: readonly string[]) => {
      const path = await database.write("x.csv", `other,v\n${values.map((value) => `x,${value}\n`).join("")}`);
      const { engine, context } = database;
      return await readCsv({ engine, path, file: "x.csv", options: {}, signal: context.signal, progress: () => {} });
    };
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...usual), odd, async (common, value) => {
        const many = Array<string>(rows).fill(common);
        const [first, last] = [await read([value, ...many]), await read([...many, value])];
        expect(last.schema).toEqual(first.schema);
        const [seen, late] = [await first.records({ limit: 1 }), await last.records({ offset: rows })];
        expect(late).toEqual(seen);
        expect(await last.records({ limit: 1 })).toEqual(await first.records({ offset: 1, limit: 1 }));
      }),
      { numRuns: 80 },
    );
  }, 60_000);
});
