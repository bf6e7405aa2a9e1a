import { describe, expect, it } from "vitest";
import { fromBigInt, toRecordValue } from "./values.ts";

describe("toRecordValue", () => {
  it("[TOOL-4] has null for what JSON or JavaScript cannot hold", () => {
    expect(toRecordValue(Number.NaN, "DOUBLE")).toBeNull();
    expect(toRecordValue(Infinity, "DOUBLE")).toBeNull();
    expect(toRecordValue({ days: 2 ** 31 - 2 }, "DATE")).toBeNull();
    expect(toRecordValue({ micros: 2n ** 63n - 1n }, "TIMESTAMP")).toBeNull();
    expect(toRecordValue(null, "VARCHAR")).toBeNull();
  });

  it("writes moments before 1970 and beyond year 9999", () => {
    expect(toRecordValue({ micros: -1n }, "TIMESTAMP")).toBe("1969-12-31T23:59:59.999999");
    expect(toRecordValue({ micros: -1_000n }, "TIMESTAMPTZ")).toBe("1969-12-31T23:59:59.999Z");
    expect(toRecordValue({ days: -719_528 }, "DATE")).toBe("0000-01-01");
    expect(toRecordValue({ days: 2_932_897 }, "DATE")).toBe("+010000-01-01");
  });

  it("shows nested values that are no JSON as text", () => {
    expect(toRecordValue('[1,{"a":null}]', "JSON")).toEqual([1, { a: null }]);
    expect(toRecordValue("[NaN]", "JSON")).toBe("[NaN]");
  });
});

describe("fromBigInt", () => {
  it("[TOOL-4] keeps integers exact: text beyond 2^53", () => {
    expect(fromBigInt(2n ** 53n - 1n)).toBe(Number.MAX_SAFE_INTEGER);
    expect(fromBigInt(2n ** 53n)).toBe("9007199254740992");
    expect(fromBigInt(-(2n ** 53n))).toBe("-9007199254740992");
  });
});
