import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { isHiddenName } from "./own-data.ts";
import { parseReference, type Reference } from "./parse.ts";
import { printReference } from "./print.ts";

const integer = fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }).map((value) => value + 0);
const key = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("a", "", "odd key", "it's", '"', "\\", "\u0000", "toString"),
);
const segment = fc.oneof(
  integer,
  key.filter((name) => !isHiddenName(name)),
);
const path = fc.array(segment, { maxLength: 64 });
const id = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,20}$/);
const shape: fc.Arbitrary<Omit<Reference, "text">> = fc.oneof(
  fc.record({ root: fc.constant("result" as const), index: integer, path }),
  fc.record({ root: fc.constant("steps" as const), id, path }),
  fc.record({ root: fc.constantFrom("input" as const, "item" as const), path }),
  fc.record({ root: fc.constant("index" as const), path: fc.constant([]) }),
);

describe("printReference", () => {
  it("[REL-2] gives a text that parses to the same reference", () => {
    fc.assert(
      fc.property(shape, (reference) => {
        const text = printReference({ ...reference, text: "" });
        fc.pre(text.length <= 4_096);
        expect(parseReference(text)).toEqual({ ...reference, text });
      }),
      { numRuns: 1_000 },
    );
  });

  it("gives every text that parses one canonical form", () => {
    const written = fc
      .tuple(
        fc.constantFrom("$result[0]", "$input", "$steps.a"),
        fc.array(fc.constantFrom(".a", "['a']", '["a b"]', "[-1]", "['\\u0041']")),
      )
      .map(([root, segments]) => root + segments.join(""));
    fc.assert(
      fc.property(written, (text) => {
        const reference = parseReference(text);
        const canonical = printReference(reference);
        expect(parseReference(canonical)).toEqual({ ...reference, text: canonical });
        expect(printReference(parseReference(canonical))).toBe(canonical);
      }),
    );
  });

  it.each([
    ["$result[0][\"data\"]['odd key'][-1]", '$result[0].data["odd key"][-1]'],
    ["$steps.a-b['c-d']", "$steps.a-b.c-d"],
    ["$index", "$index"],
  ])("writes %j as %j", (text, canonical) => {
    expect(printReference(parseReference(text))).toBe(canonical);
  });

  it("prints the first segments only, where asked", () => {
    const reference = parseReference("$input.a[0].b");
    expect([0, 1, 2, 3].map((count) => printReference(reference, count))).toEqual([
      "$input",
      "$input.a",
      "$input.a[0]",
      "$input.a[0].b",
    ]);
  });
});
