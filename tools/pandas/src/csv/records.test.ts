import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRecords } from "./records.ts";

const parse = (text: string, delimiter = ",", whole = true) => parseRecords(text, { delimiter, whole, limit: 100 });

describe("parseRecords", () => {
  it("reads quoted fields, doubled quotes, line breaks within quotes and every line end", () => {
    expect(parse('a,"b ""x""\r\ny",\r\n,\n"c" , "d"\re')).toEqual([
      ["a", 'b "x"\r\ny', ""],
      ["", ""],
      ["c", "d"],
      ["e"],
    ]);
    expect(parse("")).toEqual([]);
    expect(parse('5" pipe,x')).toEqual([['5" pipe', "x"]]);
  });

  it("leaves out the last record of a text that is but a file's beginning", () => {
    expect(parse("a,b\n1,2", ",", false)).toEqual([["a", "b"]]);
    expect(parse('a,b\n1,"open', ",", false)).toEqual([["a", "b"]]);
    expect(parse('a,b\n1,"open')).toEqual([
      ["a", "b"],
      ["1", "open"],
    ]);
  });

  it("reads back whatever is written by the rules of RFC 4180", () => {
    const field = fc
      .string({ unit: fc.constantFrom("a", " ", '"', ",", "\n", "\r", "ü") })
      .filter((text) => text.trim() === text);
    const write = (value: string): string => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
    fc.assert(
      fc.property(fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1 }), (records) => {
        expect(parse(records.map((record) => record.map(write).join(",")).join("\r\n"))).toEqual(records);
      }),
    );
  });
});
