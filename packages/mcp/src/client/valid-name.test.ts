import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { validName } from "./valid-name.ts";

describe("[MCP-1] names of remote tools", () => {
  it("stay as they are where plans can name them so", () => {
    for (const name of ["echo", "get-sum", "read_file2"]) expect(validName(name)).toBe(name);
  });

  it("become names that plans can use, each its own", () => {
    const strange = ["a.b", "a/b", "a b", "a_b", "1st", "", "__proto__", "constructor", "größe", "🙂"];
    const names = strange.map(validName);
    expect(new Set(names).size).toBe(strange.length);
    fc.assert(
      fc.property(fc.string(), (name) => {
        expect(validName(name)).toMatch(/^[A-Za-z_][A-Za-z0-9_-]*$/);
        expect(validName(name) in Object.prototype).toBe(false);
      }),
    );
  });
});
