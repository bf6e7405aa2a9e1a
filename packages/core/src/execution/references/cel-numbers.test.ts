import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileCondition } from "./condition.ts";
import type { ReferenceSite } from "./reference-site.ts";

const site: ReferenceSite = { position: 0, previousCount: 0, total: 1, ids: new Map(), each: false, path: "when" };

function ask(text: string, input: unknown = {}): boolean {
  const outcome = () => {
    throw new Error("no step stands before");
  };
  return compileCondition(text, site).evaluate({ outcome, input, item: undefined, index: 0 });
}

describe("numbers in conditions", () => {
  it.each([
    "input.n == 12",
    "input.n == 12.0",
    "12 == input.n",
    "input.n != 12.5",
    "input.n > 11 && input.n > 11.5 && input.n >= 12 && input.n < 13.0",
    "input.n + 1 == 13",
    "1 + input.n == 13",
    "input.n - 0.5 == 11.5",
    "input.n * 2 == 24",
    "input.n / 5 == 2.4",
    "5 / 2 == 2.5",
    "input.n % 5 == 2",
    "-input.n == -12",
    "input.n in [1, 12]",
    "3 in input.xs",
    "3.0 in input.xs",
    "input.xs == [1, 2, 3]",
    "[1, 2, 3] == input.xs",
    "input.xs != [1, 2]",
    "input.map == {'a': 1, 'b': {'c': 2}}",
    "size(input.xs) == 3",
    "input.xs.size() + 1 == 4",
    "size(input.xs) / 2 == 1.5",
    "size(input.xs) in [1, 2, 3]",
    "[size(input.xs)] == [3]",
    "size(input.xs) == input.three",
    "input.xs[size(input.xs) - 1] == 3",
    "[1, 2, 3][size(input.xs) - 1] == 3",
    "[1, 2, 3][0] == 1",
    "input.xs[input.three - 1] == 3",
    "{1: 'a'}[1] == 'a'",
    "input.xs.map(x, x + 1) == [2, 3, 4]",
    "input.xs.map(x, size([x])) == [1, 1, 1]",
    "input.xs.exists(x, x == input.three)",
    "'hello'.indexOf('l') == 2 && 'hello'.indexOf('l', 3) == 3",
    "'hello'.substring(1) == 'ello' && 'hello'.substring(1, input.three) == 'el'",
    "'a,b,c'.split(',', 2).size() == 2",
    "int('5') == 5 && int(5.7) == 5 && uint(5) == 5u && double('5') == 5",
    "string(input.n) == '12'",
    "0x10 == 16 && 1e3 == 1000",
    "b'abc'.at(1) == 98",
    "timestamp(0) < timestamp('2026-01-31T00:00:00Z')",
    "duration('1h').getMinutes() + 1 == 61",
    "input.big + 1 == 6",
    "type(1) == double && type(input.n) == double",
    "input.mixed == ['a', 1, null]",
  ])("[REF-12] compare and calculate without casts: %s", (text) => {
    const input = { n: 12, three: 3, xs: [1, 2, 3], map: { a: 1, b: { c: 2 } }, big: 5n, mixed: ["a", 1, null] };
    expect(compileCondition(text, site)).toMatchObject({ errors: [], faults: [] });
    expect(ask(text, input)).toBe(true);
  });

  it("[REF-12] do what they do in JavaScript, whichever side is a literal", () => {
    const number = fc.oneof(fc.integer({ min: -1_000, max: 1_000 }), fc.double({ min: -1e6, max: 1e6, noNaN: true }));
    fc.assert(
      fc.property(number, number, (a, b) => {
        const literal = b < 0 || Object.is(b, -0) ? `(-${String(-b)})` : String(b);
        expect(ask(`input.a < ${literal}`, { a })).toBe(a < b);
        expect(ask(`input.a == ${literal}`, { a })).toBe(a === b);
        expect(ask(`${literal} >= input.a`, { a })).toBe(b >= a);
        expect(ask(`input.a + ${literal} == input.sum`, { a, sum: a + b })).toBe(true);
        expect(ask(`input.a * ${literal} == input.product`, { a, product: a * b })).toBe(true);
        expect(ask(`input.a in [${literal}]`, { a })).toBe(a === b);
      }),
    );
  });
});
