import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hasReferences } from "./scan.ts";

function nest(depth: number, wrap: (value: unknown) => unknown): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = wrap(value);
  return value;
}

describe("hasReferences", () => {
  it.each([
    [{ df: "$result[0]" }],
    [{ charts: ["$result[6]", "$result[7]"] }],
    [{ a: { b: [{ c: "Report for {{ $input.date }}" }] } }],
    [{ a: "$$result[0]" }],
    [{ a: "{{ $$input.x }}" }],
    [{ a: "{{ $name }}" }],
    ["$item"],
    [JSON.parse('{"__proto__": "$input"}')],
    [Object.assign(Object.create(null), { a: "$input" })],
  ])("[REF-2] sees something to do in %j", (value) => {
    expect(hasReferences(value)).toBe(true);
  });

  it.each([
    [undefined],
    [null],
    [5],
    [{}],
    [[]],
    [{ price: "$5.00", shell: "$foo", note: "see $result[0]", jinja: "{{ name }}", escaped: "$$foo" }],
    [{ a: [1, null, true, { b: "" }] }],
    [new Map([["a", "$result[0]"]])],
    [
      new (class Handle {
        text = "$result[0]";
      })(),
    ],
    [Object.create({ inherited: "$result[0]" })],
    [new Uint8Array(3)],
    [new Date()],
  ])("[REF-1] finds nothing to do in %j", (value) => {
    expect(hasReferences(value)).toBe(false);
  });

  it("[REF-9] sees to it that values nested deeper than 64 are refused", () => {
    for (const wrap of [(value: unknown) => [value], (value: unknown) => ({ value })]) {
      expect(hasReferences(nest(64, wrap))).toBe(false);
      expect(hasReferences(nest(65, wrap))).toBe(true);
    }
  });

  it("[REF-9] ends on cycles, branching ones too", () => {
    const cycle: { left?: unknown; right?: unknown; list?: unknown } = {};
    cycle.left = cycle;
    cycle.right = cycle;
    cycle.list = [cycle, cycle];
    expect(hasReferences(cycle)).toBe(true);
  });

  it("[REF-9] ends on values that share their parts so often that they grow beyond measure", () => {
    let shared: unknown = "leaf";
    for (let level = 0; level < 60; level++) shared = { left: shared, right: shared };
    expect(hasReferences(shared)).toBe(true);
  });

  it("takes any JSON value without a dollar as it is", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        fc.pre(!JSON.stringify(value).includes("$"));
        expect(hasReferences(value)).toBe(false);
      }),
    );
  });
});
