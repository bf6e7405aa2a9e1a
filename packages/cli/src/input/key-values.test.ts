import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatValue, numbersKeptAsText, parseKeyValues, parseValue } from "./key-values.ts";

describe("parseKeyValues", () => {
  it("takes JSON as JSON and anything else as text", () => {
    const pairs = ["n=5", "f=true", "none=null", 'list=[1,"a"]', "date=2026-01-31", "zip=01234", "empty=", "eq=a=b"];
    expect(parseKeyValues(pairs)).toEqual({
      n: 5,
      f: true,
      none: null,
      list: [1, "a"],
      date: "2026-01-31",
      zip: "01234",
      empty: "",
      eq: "a=b",
    });
  });

  it("keeps whole numbers as text where a number would lose digits", () => {
    expect(parseValue("12345678901234567890")).toBe("12345678901234567890");
    expect(parseValue("9007199254740991")).toBe(9007199254740991);
    expect(parseValue("1e999")).toBe("1e999");
    const values = parseKeyValues(["a=12345678901234567890", "b=1e999", "c=5", "zip=01234", "d=text"]);
    expect(numbersKeptAsText(values)).toEqual(["a", "b"]);
  });

  it("names every argument without a key at once", () => {
    expect(() => parseKeyValues(["a=1", "=2", "loose", ""])).toThrowError(
      expect.objectContaining({
        problems: [
          { message: "Expected key=value, received =2" },
          { message: "Expected key=value, received loose" },
          { message: "Expected key=value, received an empty argument" },
        ],
      }),
    );
  });

  it("makes an own property of __proto__ instead of changing the prototype", () => {
    const values = parseKeyValues(['__proto__={"polluted":true}']);
    expect(Object.keys(values)).toEqual(["__proto__"]);
    expect("polluted" in values).toBe(false);
  });

  it("reads back what it writes", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        // Beyond that a number is kept as text, so that no digit is lost.
        fc.pre(typeof value !== "number" || Math.abs(value) < Number.MAX_SAFE_INTEGER);
        expect(parseValue(formatValue(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
