import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PlanError } from "#contracts/plan.ts";
import { TaskStepResult } from "#contracts/step-result.ts";
import { type CompiledValue, compileValue } from "./compile.ts";
import type { ReferenceScope, ReferenceSite } from "./reference-site.ts";

const site: ReferenceSite = {
  position: 2,
  previousCount: 0,
  total: 4,
  ids: new Map([
    ["sales", 0],
    ["clean", 1],
    ["self", 2],
    ["later", 3],
  ]),
  each: false,
  path: "steps[2].params",
};

const sales = { rows: 12, data: [{ revenue: 1.5 }], name: "Q1" };
const results = [sales, ["a", "b"]];

const scope: ReferenceScope = {
  outcome: (index) => new TaskStepResult({ step: `tool.op${index}`, completed: true, result: results[index] }),
  input: { date: "2026-01-31", trap: "$result[0]", braces: "{{ $input.date }}" },
  item: undefined,
  index: 0,
};

function compiled(value: unknown, at: Partial<ReferenceSite> = {}): CompiledValue {
  const found = compileValue(value, { ...site, ...at });
  if (!found) throw new Error("nothing to resolve");
  return found;
}

function resolved(value: unknown, at: Partial<ReferenceSite> = {}): unknown {
  const found = compiled(value, at);
  expect(found.errors).toEqual([]);
  return found.resolve(scope);
}

function errorsOf(value: unknown, at: Partial<ReferenceSite> = {}): readonly PlanError[] {
  return compiled(value, at).errors;
}

describe("compileValue", () => {
  it("[REF-1] has nothing to do for values without references", () => {
    for (const value of [undefined, null, 1, {}, { price: "$5.00", note: "see $result[0]", t: "{{ name }}" }]) {
      expect(compileValue(value, site)).toBeUndefined();
    }
  });

  it("[REF-1] puts the value itself in place of a reference", () => {
    expect(resolved("$result[0]")).toBe(sales);
    expect(resolved({ df: "$result[0]", drop: true })).toStrictEqual({ df: sales, drop: true });
    expect(resolved({ x: "$steps.sales.data[0].revenue" })).toStrictEqual({ x: 1.5 });
  });

  it("[REF-2] works at any depth of objects and lists", () => {
    expect(resolved({ charts: ["$result[0].name", "$result[1]"], deep: [{ a: { b: "$input.date" } }] })).toStrictEqual({
      charts: ["Q1", ["a", "b"]],
      deep: [{ a: { b: "2026-01-31" } }],
    });
  });

  it("[REF-1] never reads again what came out of a reference", () => {
    expect(resolved({ a: "$input.trap", b: "{{ $input.trap }}", c: "{{ $input.braces }}" })).toStrictEqual({
      a: "$result[0]",
      b: "$result[0]",
      c: "{{ $input.date }}",
    });
  });

  it("[REF-3] interpolates strings as they are and all else as JSON", () => {
    const text = "{{ $result[0].name }} of {{ $input.date }}: {{ $result[0].rows }} rows, {{ $result[1] }}";
    expect(resolved({ text })).toStrictEqual({ text: 'Q1 of 2026-01-31: 12 rows, ["a","b"]' });
  });

  it("[REF-4] undoes escapes", () => {
    const value = {
      a: "$$result[0]",
      b: "{{ $$input.x }}",
      c: "$$result[0] of {{ $input.date }}",
      d: "$$foo",
      e: "$input.date",
    };
    expect(resolved(value)).toStrictEqual({
      a: "$result[0]",
      b: "{{ $input.x }}",
      c: "$result[0] of 2026-01-31",
      d: "$$foo",
      e: "2026-01-31",
    });
  });

  it("[REF-6] counts negative indices back from the step", () => {
    expect(resolved("$result[-1]")).toBe(results[1]);
    expect(resolved("$result[-2]")).toBe(sales);
    expect(compiled("$result[-1]").dependsOn).toEqual([1]);
  });

  it("[REF-11] counts previous results first", () => {
    const at = { position: 2, previousCount: 2, total: 3, path: "steps[0].params" };
    expect(resolved({ df: "$result[0]", last: "$result[-1]" }, at)).toStrictEqual({ df: sales, last: results[1] });
    expect(errorsOf("$result[2]", at)).toEqual([
      { code: "E001", message: "Referenced result index 2 out of range", step: 0, path: "steps[0].params" },
    ]);
  });

  it.each([
    ["$result[5]", "5"],
    ["$result[2]", "2"],
    ["$result[3].x", "3"],
    ["$result[-3]", "-3"],
    ["$result[99999999999999999999]", "99999999999999999999"],
  ])("[REF-6] refuses %j, which is out of range, its own step or a later one", (text, index) => {
    expect(errorsOf({ df: text })).toEqual([
      { code: "E001", message: `Referenced result index ${index} out of range`, step: 2, path: "steps[2].params.df" },
    ]);
  });

  it("[REF-6] tells forward and unknown steps apart", () => {
    expect(errorsOf(["$steps.later", "$steps.self", "$steps.sale.x"])).toEqual([
      { code: "E001", message: "Step 'later' does not come before step 2", step: 2, path: "steps[2].params[0]" },
      { code: "E001", message: "Step 'self' does not come before step 2", step: 2, path: "steps[2].params[1]" },
      {
        code: "E001",
        message: "No step has the id 'sale'",
        step: 2,
        path: "steps[2].params[2]",
        did_you_mean: ["sales"],
      },
    ]);
  });

  it("[REF-6] knows the element only inside each", () => {
    expect(errorsOf({ a: "$item.x", b: "no. {{ $index }}" })).toEqual([
      { code: "E001", message: "$item has a meaning only in a step with 'each'", step: 2, path: "steps[2].params.a" },
      { code: "E001", message: "$index has a meaning only in a step with 'each'", step: 2, path: "steps[2].params.b" },
    ]);
    const inEach = compiled({ a: "$item.x", b: "no. {{ $index }}" }, { each: true });
    expect(inEach.resolve({ ...scope, item: { x: 1 }, index: 4 })).toStrictEqual({ a: 1, b: "no. 4" });
    expect(inEach.dependsOn).toEqual([]);
  });

  it("[REF-5] tells all static errors at once, each with its path", () => {
    const value = {
      ok: "$input.date",
      a: ["$result[0]junk"],
      "odd key": { b: "{{ $result[9] }} {{ $steps }}" },
      c: "$result[",
    };
    expect(errorsOf(value).map(({ code, path }) => [code, path])).toEqual([
      ["E007", "steps[2].params.a[0]"],
      ["E007", 'steps[2].params["odd key"].b'],
      ["E001", 'steps[2].params["odd key"].b'],
      ["E007", "steps[2].params.c"],
    ]);
  });

  it("throws the static error when it is resolved all the same", () => {
    expect(() => compiled("$result[9]").resolve(scope)).toThrow("Referenced result index 9 out of range");
    expect(() => compiled({ a: "{{ $steps }}" }).resolve(scope)).toThrow("Malformed reference");
  });

  it("belongs to the plan as a whole behind its last step", () => {
    const at = { position: 4, path: "output" };
    expect(errorsOf({ a: "$result[4]" }, at)).toEqual([
      { code: "E001", message: "Referenced result index 4 out of range", step: null, path: "output.a" },
    ]);
    expect(compiled("$result[-1]", at).dependsOn).toEqual([3]);
  });

  it("lists what it depends on, sorted and once", () => {
    const value = { a: "$result[1]", b: "$steps.sales", c: "{{ $result[1].x }}", d: "$result[-2]", e: "$input.date" };
    expect(compiled(value).dependsOn).toEqual([0, 1]);
  });

  it("lists its references with path, target and kind", () => {
    const { references } = compiled({ a: ["$steps.clean[0]"], b: "on {{ $input.date }}" });
    expect(references.map(({ reference, ...rest }) => [reference.text, rest])).toEqual([
      ["$steps.clean[0]", { path: "steps[2].params.a[0]", target: 1, inTemplate: false }],
      ["$input.date", { path: "steps[2].params.b", target: undefined, inTemplate: true }],
    ]);
  });

  it("[PAR-3] changes nothing in the value it was given, and hands on untouched parts as they are", () => {
    const untouched = { list: [1, 2] };
    const value = Object.freeze({ a: Object.freeze(["$result[0]", untouched]), untouched, handle: new Map() });
    const found = compiled(value);
    const first = found.resolve(scope);
    expect(first).toStrictEqual({ a: [sales, untouched], untouched, handle: new Map() });
    expect(first).toMatchObject({ handle: value.handle });
    expect(Object.values(Object(first))[1]).toBe(untouched);
    expect(found.resolve(scope)).not.toBe(first);
    expect(value.a[0]).toBe("$result[0]");
  });

  it("[REF-9] keeps an own __proto__ key of literal params what it is", () => {
    for (const json of ['{"__proto__": {"admin": true}, "a": "$input.date"}', '{"a": 1, "__proto__": "$input"}']) {
      const value: unknown = JSON.parse(json);
      const copy = Object(resolved(value));
      expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
      expect(Object.keys(copy)).toEqual(Object.keys(Object(value)));
      expect(copy.admin).toBeUndefined();
    }
    expect(Object("").admin).toBeUndefined();
  });

  it("[REF-9] refuses cycles and depth beyond 64 with E001", () => {
    const cycle: { again?: unknown; twice?: unknown; a: string } = { a: "$input.date" };
    cycle.again = cycle;
    cycle.twice = [cycle, cycle];
    let deep: unknown = "$input.date";
    for (let level = 0; level < 65; level++) deep = [deep];
    for (const value of [cycle, deep]) {
      const errors = errorsOf(value);
      expect(errors).toHaveLength(1);
      expect(errors[0]).toMatchObject({
        code: "E001",
        message: expect.stringContaining("at most 64 levels, and no cycle"),
      });
      expect(() => compiled(value).resolve(scope)).toThrow("and no cycle");
    }
    expect(errorsOf((Array.isArray(deep) && deep[0]) || undefined)).toEqual([]);
  });

  it("[REF-9] refuses values that share their parts so often that they grow beyond measure", () => {
    let shared: unknown = { a: "$input.date" };
    for (let level = 0; level < 40; level++) shared = { left: shared, right: shared };
    expect(errorsOf(shared)).toEqual([
      expect.objectContaining({ code: "E001", message: "Too many references in one value: expected at most 100000" }),
    ]);
  });

  it("stops at a thousand errors", () => {
    const errors = errorsOf(Array.from({ length: 5_000 }, () => "$result[0]junk"));
    expect(errors).toHaveLength(1_001);
    expect(errors.at(-1)).toMatchObject({ code: "E001", message: "Too many errors in one value" });
  });

  it("[REF-9] refuses a template of more than 1 MiB with E001", () => {
    expect(errorsOf({ t: `${"x".repeat(1_048_576)}{{ $input.date }}` })).toEqual([
      expect.objectContaining({
        code: "E001",
        path: "steps[2].params.t",
        message: expect.stringContaining("Template is too large"),
      }),
    ]);
  });

  it("hands on every part without references by identity, whatever the value", () => {
    const leaf = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }).filter((value) => !JSON.stringify(value).includes("$")),
      fc.constantFrom<unknown>(new Map(), new Date(0), () => 1, undefined),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.string(), leaf), fc.array(leaf), (record, list) => {
        const value = { record, list, pair: [record, "$result[0]"], text: "{{ $input.date }}" };
        const result = compiled(value).resolve(scope);
        expect(result).toEqual({ record, list, pair: [record, sales], text: "2026-01-31" });
        const [gotRecord, gotList, gotPair] = Object.values(Object(result));
        expect(gotRecord).toBe(record);
        expect(gotList).toBe(list);
        expect(Object(gotPair)[0]).toBe(record);
      }),
    );
  });
});
