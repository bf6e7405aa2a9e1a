import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DslEvaluationError } from "#contracts/errors.ts";
import { TaskStepResult } from "#contracts/step-result.ts";
import { parseReference, type Reference } from "./parse.ts";
import { printReference } from "./print.ts";
import type { ReferenceScope } from "./reference-site.ts";
import { resolveReference } from "./resolve.ts";

function scopeOf(input: unknown): ReferenceScope {
  const outcome = () => new TaskStepResult({ step: "tool.read", completed: true, status: "completed", result: input });
  return { outcome, input, item: input, index: 7 };
}

function resolve(text: string, input: unknown): unknown {
  const reference = parseReference(text);
  const target = reference.root === "result" || reference.root === "steps" ? 0 : undefined;
  return resolveReference({ reference, path: "steps[1].params.x", target }, scopeOf(input));
}

const report = { data: { items: [1, 2, { name: "c", nothing: null }], "odd key": true, "": "empty" } };

describe("resolveReference", () => {
  it.each([
    ["$result[0].data.items[2].name", "c"],
    ["$result[0].data.items[-1].name", "c"],
    ["$result[0].data.items[-3]", 1],
    ['$steps.read.data["odd key"]', true],
    ['$input.data[""]', "empty"],
    ["$item.data.items[0]", 1],
    ["$index", 7],
  ])("[REF-7] reads %j", (text, expected) => {
    expect(resolve(text, report)).toBe(expected);
  });

  it("[REF-1] hands on the value itself", () => {
    expect(resolve("$result[0]", report)).toBe(report);
    expect(resolve("$input.data.items", report)).toBe(report.data.items);
    const opaque = { when: new Date(), map: new Map(), run: () => 1, symbol: Symbol("s") };
    for (const [key, value] of Object.entries(opaque)) expect(resolve(`$input.${key}`, opaque)).toBe(value);
  });

  it("[REF-7] takes a null leaf for a value", () => {
    expect(resolve("$result[0].data.items[2].nothing", report)).toBeNull();
    expect(resolve("$result[0]", null)).toBeNull();
  });

  it.each([
    [
      "$result[0].data.itms",
      "'$result[0].data.itms' does not exist: '$result[0].data' has the keys 'items', 'odd key', ''",
    ],
    [
      "$result[0].revenue.total",
      "'$result[0].revenue' (of '$result[0].revenue.total') does not exist: '$result[0]' has the keys 'data'",
    ],
    [
      "$input.data.items[3]",
      "'$input.data.items[3]' does not exist: '$input.data.items' is a list with indices 0 to 2",
    ],
    ["$input.data.items[-4]", "'$input.data.items' is a list with indices 0 to 2"],
    ["$input.data.items.length", "'$input.data.items' is a list with indices 0 to 2"],
    ["$input.data[0]", "'$input.data' has the keys 'items', 'odd key', ''"],
    ["$input.data.items[2].name.length", "'$input.data.items[2].name' is a string, which has no parts"],
    ["$input.data.items[2].nothing.x", "'$input.data.items[2].nothing' is null"],
    ["$input.data.items[0][0]", "'$input.data.items[0]' is a number, which has no parts"],
  ])("[REF-7] says how far %j exists", (text, message) => {
    expect(() => resolve(text, report)).toThrow(
      expect.objectContaining({ code: "E007", message: expect.stringContaining(message) }),
    );
  });

  it("[REF-7] gives the same in details, and where the reference stands", () => {
    expect(() => resolve("$input.data.nope.x", report)).toThrow(
      expect.objectContaining({
        details: {
          reference: "$input.data.nope.x",
          path: "steps[1].params.x",
          prefix: "$input.data",
          available: ["items", "odd key", ""],
        },
      }),
    );
  });

  it("[REF-7] lists no more than twenty keys", () => {
    const wide = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`key${index}${"x".repeat(500)}`, 1]));
    const error = failureOf(() => resolve("$input.nope", wide));
    expect(error.message).toContain("and 980 more");
    expect(error.message.length).toBeLessThan(2_000);
    expect(error.details.available).toHaveLength(20);
  });

  it("[REF-7] names empty lists and objects as such", () => {
    expect(() => resolve("$input[0]", [])).toThrow("is an empty list");
    expect(() => resolve("$input.a", {})).toThrow("has no keys");
  });

  it("[REF-9] counts typed arrays among the lists", () => {
    expect(resolve("$input[-1]", new Float64Array([1.5, 2.5]))).toBe(2.5);
    expect(resolve("$input[0]", Buffer.from("a"))).toBe(97);
    expect(() => resolve("$input[2]", new Uint8Array(2))).toThrow("a list with indices 0 to 1");
    expect(() => resolve("$input.length", new Uint8Array(2))).toThrow(DslEvaluationError);
    expect(() => resolve("$input[0]", new DataView(new ArrayBuffer(2)))).toThrow("has no keys");
  });

  it("[REF-9] shows nothing of maps, sets and class instances but own enumerable data", () => {
    class Account {
      owner = "ann";
      #secret = "s";
      get secret(): string {
        return this.#secret;
      }
      close(): string {
        return this.#secret;
      }
    }
    expect(resolve("$input.owner", new Account())).toBe("ann");
    for (const text of ["$input.secret", "$input.close", "$input.toString"]) {
      expect(() => resolve(text, new Account())).toThrow("has the keys 'owner'");
    }
    for (const value of [new Map([["a", 1]]), new Set(["a"])]) {
      for (const text of ["$input.a", "$input.size", "$input[0]"])
        expect(() => resolve(text, value)).toThrow("has no keys");
    }
  });

  it("[REF-9] never runs an accessor", () => {
    let runs = 0;
    const trap = {
      plain: 1,
      get danger(): number {
        runs++;
        return 1;
      },
    };
    const list: unknown[] = [0];
    Object.defineProperty(list, 1, { enumerable: true, get: () => runs++ });
    expect(() => resolve("$input.danger", trap)).toThrow("has the keys 'plain'");
    expect(() => resolve("$input[1]", list)).toThrow(DslEvaluationError);
    expect(runs).toBe(0);
  });

  it("[REF-9] does not see what is inherited or not enumerable", () => {
    const value: object = Object.create({ inherited: 1 });
    Object.defineProperty(value, "hidden", { value: 1 });
    for (const text of ["$input.inherited", "$input.hidden", "$input.hasOwnProperty"]) {
      expect(() => resolve(text, value)).toThrow("has no keys");
    }
  });

  it("[REF-9] refuses hidden names even where the data owns them", () => {
    const value: unknown = JSON.parse('{"__proto__": {"x": 1}, "constructor": 1, "prototype": 1}');
    for (const name of ["__proto__", "constructor", "prototype"]) {
      for (const text of [`$input.${name}`, `$input["${name}"]`])
        expect(() => resolve(text, value)).toThrow("has no keys");
    }
  });

  it("[REF-9] reaches what own enumerable data holds and nothing else, whatever the path", () => {
    const name = fc.constantFrom(
      "a",
      "b",
      "0",
      "length",
      "toString",
      "__proto__",
      "constructor",
      "then",
      "get",
      "hidden",
    );
    const path = fc.array(fc.oneof(name, fc.integer({ min: -3, max: 3 })), { maxLength: 4 });
    fc.assert(
      fc.property(hostile, path, (value, segments) => {
        const reference: Reference = { root: "input", path: segments, text: "" };
        const expected = ownPath(value, segments);
        const bound = { reference: { ...reference, text: printReference(reference) }, path: "p", target: undefined };
        const read = () => resolveReference(bound, scopeOf(value));
        if (expected === undefined) expect(read).toThrow(DslEvaluationError);
        else expect(read()).toBe(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  it("refuses to read the result of a step that did not complete", () => {
    const outcome = () => new TaskStepResult({ step: "tool.read", status: "failed" });
    const bound = { reference: parseReference("$result[0]"), path: "p", target: 0 };
    expect(() => resolveReference(bound, { ...scopeOf(1), outcome })).toThrow(
      expect.objectContaining({
        code: "E007",
        message: "'$result[0]' has no value: step 'tool.read' did not complete",
      }),
    );
  });

  it("says so when no input was given", () => {
    expect(() => resolve("$input.date", undefined)).toThrow("'$input.date' has no value: no input was given");
    expect(() => resolve("$item", undefined)).toThrow("'$item' has no value: no item was given");
  });
});

/** Data whose accessors and prototypes would be noticed if they were touched. */
const { hostile } = fc.letrec<{ hostile: unknown }>((tie) => ({
  hostile: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, 0, "text", true),
    fc.array(tie("hostile"), { maxLength: 3 }),
    fc
      .record(
        { a: tie("hostile"), b: tie("hostile"), length: tie("hostile"), get: tie("hostile") },
        { requiredKeys: [] },
      )
      .map((own) => withTraps(own)),
    fc.constant(new Uint8Array([1, 2])),
    fc.constant(new Map([["a", 1]])),
  ),
}));

function withTraps(own: object): object {
  const trapped: object = Object.create({ a: "inherited", b: "inherited", get: "inherited" });
  Object.defineProperties(trapped, Object.getOwnPropertyDescriptors(own));
  Object.defineProperty(trapped, "0", {
    enumerable: true,
    get: () => {
      throw new Error("an accessor was run");
    },
  });
  return Object.defineProperty(trapped, "hidden", { value: "not enumerable" });
}

/** The same in other words: entries of own enumerable data properties, elements by position. */
function ownPath(value: unknown, [segment, ...rest]: readonly (string | number)[]): unknown {
  if (segment === undefined) return value;
  if (typeof value !== "object" || value === null) return undefined;
  if (typeof segment === "number") {
    const list: unknown[] | undefined = Array.isArray(value) || value instanceof Uint8Array ? [...value] : undefined;
    return ownPath(list?.at(segment), rest);
  }
  if (["__proto__", "constructor", "prototype"].includes(segment)) return undefined;
  const descriptors = Object.entries(Object.getOwnPropertyDescriptors(value));
  const found = descriptors.find(([key, { enumerable, get }]) => key === segment && enumerable && !get);
  const next: unknown = found?.[1].value;
  return next === undefined ? undefined : ownPath(next, rest);
}

function failureOf(run: () => unknown): DslEvaluationError {
  try {
    run();
  } catch (error) {
    if (error instanceof DslEvaluationError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
