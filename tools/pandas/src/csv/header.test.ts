import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nameColumns, uniqueNames } from "./header.ts";

describe("nameColumns", () => {
  it("names later columns of one name apart, without taking a name that another column has", () => {
    expect(nameColumns(["a", "a", "a_1", "a"]).names).toEqual(["a", "a_2", "a_1", "a_3"]);
    expect(nameColumns(["", " b ", "column_1"]).names).toEqual(["column_1_1", "b", "column_1"]);
  });

  it("notes every change but trimming", () => {
    expect(nameColumns([" a", "a", ""]).notes).toEqual([
      { column: "a_1", message: 'the header has "a" again; named a_1' },
      { column: "column_3", message: "the header's field 3 is empty; named column_3" },
    ]);
  });

  it("gives each column a name of its own, whatever the header", () => {
    const names = fc.array(fc.string({ unit: fc.constantFrom("a", "_", "1", " "), maxLength: 4 }), { minLength: 1 });
    fc.assert(
      fc.property(names, (fields) => {
        for (const made of [nameColumns(fields).names, uniqueNames(fields)]) {
          expect(new Set(made).size).toBe(fields.length);
        }
      }),
    );
  });
});
