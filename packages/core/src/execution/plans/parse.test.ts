import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ValidationError } from "#contracts/errors.ts";
import { parsePlan } from "./parse.ts";

function refusalOf(source: string | Uint8Array | object, format?: "json" | "yaml"): ValidationError {
  try {
    parsePlan(source, format && { format });
  } catch (error) {
    if (error instanceof ValidationError) return error;
    throw error;
  }
  throw new Error(`Nothing was wrong with ${String(source).slice(0, 200)}`);
}

describe("parsePlan", () => {
  it("[PLAN-1] takes a bare list of steps, as text and as data", () => {
    const steps = [{ operation: "pandas_tool.read_csv", params: { file_path: "sales.csv" } }];
    expect(parsePlan(steps)).toEqual({ steps });
    expect(parsePlan(JSON.stringify(steps))).toEqual({ steps });
    expect(parsePlan("- operation: pandas_tool.read_csv\n  params: { file_path: sales.csv }\n")).toEqual({ steps });
  });

  it("[PLAN-1] takes bytes, with and without a byte order mark", () => {
    expect(parsePlan(new TextEncoder().encode("\uFEFFsteps: []"))).toEqual({ steps: [] });
    expect(parsePlan("\uFEFF[]")).toEqual({ steps: [] });
  });

  it("[PLAN-1] takes YAML's flow collections for what they are", () => {
    expect(parsePlan("[{operation: a.b, params: {y: 2,}}]")).toEqual({
      steps: [{ operation: "a.b", params: { y: 2 } }],
    });
  });

  it("[PLAN-1] reads YAML 1.2: words and dates stay text", () => {
    const plan = parsePlan("- operation: a.b\n  params: { a: yes, b: 2026-01-31, c: 012, d: 1_000 }");
    expect(plan.steps[0]?.params).toEqual({ a: "yes", b: "2026-01-31", c: 12, d: "1_000" });
  });

  it("[PLAN-1] gives line and column of every problem in YAML", () => {
    const text =
      "steps:\n  - operation: a.b\n    param: {}\n  - id: 5\n    operation: c.d\n    retry: { max_attempts: 0 }\nstop: 1\n";
    const error = refusalOf(text);
    expect(error.message).toBe(
      "Invalid plan: line 3, column 5: steps[0].param: unknown key, did you mean params?; " +
        "line 4, column 9: steps[1].id: expected a name (a letter or _, then letters, digits, _ or -), received 5; " +
        "line 6, column 28: steps[1].retry.max_attempts: expected a whole number of at least 1, received 0; " +
        "line 7, column 1: stop: unknown key, known are $schema, name, description, input, input_schema, stop_on_failure, steps, output",
    );
    expect(error.details.errors).toMatchObject([
      { code: "E001", step: 0, path: "steps[0].param", line: 3, column: 5, did_you_mean: ["params"] },
      { step: 1, path: "steps[1].id", line: 4, column: 9 },
      { step: 1, path: "steps[1].retry.max_attempts", line: 6, column: 28 },
      { step: null, path: "stop", line: 7, column: 1 },
    ]);
  });

  it("[PLAN-1] gives line and column of every problem in JSON", () => {
    const error = refusalOf('{"steps": [\n  {"operation": "a.b", "parms": {}},\n  {"operation": 5},\n  {}\n]}');
    expect(error.details.errors).toMatchObject([
      { path: "steps[0].parms", line: 2, column: 24 },
      { path: "steps[1].operation", line: 3, column: 17 },
      { path: "steps[2].operation", line: 4, column: 3 },
    ]);
  });

  it("[REF-6] refuses an id that is taken, where it is taken again", () => {
    const text = "- { operation: a.b, id: x }\n- { operation: a.b, id: x }";
    expect(refusalOf(text).message).toBe(
      "Invalid plan: line 2, column 25: steps[1].id: Step id 'x' is taken already by step 0",
    );
    expect(
      refusalOf([
        { operation: "a.b", id: "x" },
        { operation: "a.b", id: "x" },
      ]).message,
    ).toBe("Invalid plan: steps[1].id: Step id 'x' is taken already by step 0");
  });

  it("[PLAN-1] hints that references need quotes in YAML", () => {
    expect(refusalOf("- operation: a.b\n  params: { df: $result[0] }").message).toMatch(
      /line 2, column \d+: .*in YAML, references and templates need quotes: "\$result\[0\]"/,
    );
    expect(refusalOf("- operation: a.b\n  params:\n    title: {{ $input.date }}").message).toMatch(
      /line 3, column \d+: expected a text as key \(where a template was meant: it needs quotes/,
    );
    expect(parsePlan("- operation: a.b\n  params:\n    df: $result[0].rows").steps[0]?.params).toEqual({
      df: "$result[0].rows",
    });
  });

  it.each([
    ["JSON that ends too early", '{"steps": [', "line 1, column 12: expected a value, found the end"],
    [
      "JSON with a comma too many",
      '{"steps": [],}',
      'line 1, column 14: expected a key in double quotes, or "}", found "}"',
    ],
    [
      "JSON with a key twice",
      '{"steps": [], "steps": []}',
      'line 1, column 15: the key "steps" stands twice in one object',
    ],
  ])("refuses %s", (_title, text, message) => {
    expect(refusalOf(text, "json").message).toBe(`Invalid plan: ${message}`);
  });

  it.each([
    ["an empty text", " \n", "the plan is empty: expected JSON or YAML with a list of steps"],
    [
      "nothing but a comment",
      "# later",
      "line 1, column 1: expected an object with steps, or a list of steps, received nothing",
    ],
    [
      "a text that is no plan",
      "hello",
      'line 1, column 1: expected an object with steps, or a list of steps, received "hello"',
    ],
    ["a number", "5", "line 1, column 1: expected an object with steps, or a list of steps, received 5"],
    ["a text with a NUL in it", "a\0b", "expected JSON or YAML as UTF-8 text, received binary data"],
    [
      "bytes that are no UTF-8",
      new Uint8Array([0xff, 0xd8, 0xff, 0xe0]),
      "expected JSON or YAML as UTF-8 text, received binary data",
    ],
    ["more than 16 MiB", "a".repeat(17 * 1_048_576), "the plan is too large: expected at most 16 MiB, got 17.0 MiB"],
    ["a key twice in YAML", "a: 1\nb: 2\na: 3", 'line 3, column 1: the key "a" stands twice in one object'],
    ["two documents", "steps: []\n---\nsteps: []", "line 2, column 1: expected one document, found another"],
    ["tags", "steps: !!set {}", "line 1, column 8: Unresolved tag: tag:yaml.org,2002:set"],
    ["tabs", "steps:\n\t- operation: a.b", "line 2, column 1: Tabs are not allowed as indentation"],
  ])("[USE-3] refuses %s", (_title, source, message) => {
    expect(refusalOf(source).message).toBe(`Invalid plan: ${message}`);
  });

  it.each([
    ["a list", "- params: { a: [1, 2", 'line 1, column 16: this list is never closed: expected "]" before the end'],
    [
      "an object, at the line where it opens",
      "steps:\n  - operation: a.b\n    params: { a: 1\n  - operation: c.d\n    params: { a: 2 }",
      'line 3, column 13: this object is never closed: expected "}" before line 4 (or line 4 indented deeper)',
    ],
    [
      "a list of steps",
      "steps: [\n  {operation: a.b},\n  {operation: c.d}\n",
      'line 1, column 8: this list is never closed: expected "]" before the end',
    ],
    [
      "a list closed by the wrong bracket",
      "- params: { a: [1, 2 }",
      'line 1, column 16: this list is never closed: expected "]", found "}"',
    ],
    [
      "a list closed by the wrong bracket further down",
      "a: [\n  1,\n  2\n  }\nb: 1",
      'line 1, column 4: this list is never closed: expected "]", found "}" on line 4',
    ],
    [
      "an object within a list that is closed",
      "[\n  {operation: a.b, params: {a: [[1]}},\n  {operation: c.d}\n]",
      'line 2, column 32: this list is never closed: expected "]", found "}"',
    ],
    [
      "a list whose end is indented too little",
      "a:\n  b: [\n  1\n  ]",
      'line 2, column 6: this list is never closed: expected "]" before line 3 (or line 3 indented deeper)',
    ],
    [
      "each of several",
      "- a: [1\n- b: {c: 1\n- d: 1",
      'line 1, column 6: this list is never closed: expected "]" before line 2 (or line 2 indented deeper); ' +
        'line 2, column 6: this object is never closed: expected "}" before line 3 (or line 3 indented deeper)',
    ],
    [
      "a text in double quotes",
      '- operation: "a.b\n  params: { a: 1 }\n',
      "line 1, column 14: this text is never closed: expected a double quote before the end",
    ],
    [
      "a text in single quotes",
      "- operation: a.b\n  params: { a: 'x }\n",
      "line 2, column 16: this text is never closed: expected a single quote before the end",
    ],
    [
      "a list, after another mistake",
      "a: @x\nb: [1\n",
      "line 1, column 4: Plain value cannot start with reserved character @; " +
        'line 2, column 4: this list is never closed: expected "]" before the end',
    ],
    ["a bracket too many", "- params: { a: 1 }}", 'line 1, column 19: this "}" closes nothing'],
  ])("[USE-3] says what is not closed in YAML, and where it opens: %s", (_title, text, message) => {
    expect(refusalOf(text).message).toBe(`Invalid plan: ${message}`);
  });

  it("[REF-9] refuses a million steps", () => {
    expect(refusalOf(`[${"1,".repeat(999_999)}1]`).message).toBe(
      "Invalid plan: line 1, column 1: steps: expected at most 100,000 steps, got 1,000,000",
    );
  });

  it("[SEC-1] refuses an alias bomb at once", () => {
    const lines = ["a: &a [x, x, x, x, x, x, x, x, x]"];
    for (const [before, letter] of [..."abcdefgh"].map((name, index) => [name, "bcdefghi"[index]])) {
      lines.push(`${letter}: &${letter} [${new Array(9).fill(`*${before}`).join(", ")}]`);
    }
    expect(refusalOf(lines.join("\n")).message).toMatch(/line \d+, column \d+: aliases repeat too much/);
  });

  it("takes anchors and aliases that repeat little, and refuses those that go in circles", () => {
    const plan = parsePlan(
      "steps:\n- &first { operation: a.b, retry: &r { max_attempts: 3 } }\n- *first\n- { operation: c.d, retry: *r }",
    );
    expect(plan.steps).toEqual([
      { operation: "a.b", retry: { max_attempts: 3 } },
      { operation: "a.b", retry: { max_attempts: 3 } },
      { operation: "c.d", retry: { max_attempts: 3 } },
    ]);
    expect(refusalOf("steps: &a [*a]").message).toMatch(/\*a repeats nothing: expected &a before it/);
  });

  it.each([
    ["lists in JSON", "[".repeat(500_000)],
    ["objects in JSON", '{"a":'.repeat(200_000)],
    ["block lists in YAML", "- ".repeat(200_000)],
    ["flow maps in YAML", "{a: ".repeat(200_000)],
    ["keys in YAML", "? ".repeat(200_000)],
  ])("[SEC-1] refuses bottomless %s before anything overflows", (_title, text) => {
    expect(refusalOf(text).message).toMatch(/expected to nest at most 100 levels deep$/);
  });

  it("[SEC-1] makes `__proto__` a key like any other", () => {
    const plan = parsePlan("- operation: a.b\n  params: { __proto__: { polluted: true } }");
    const { params } = plan.steps[0] ?? {};
    expect(Object.keys(params ?? {})).toEqual(["__proto__"]);
    expect(params && "polluted" in params).toBe(false);
  });

  it("never throws anything but E001, whatever the text", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(..."{}[],:-&*!|>'\"%#?$ \n\tab1") })),
        (text) => {
          try {
            parsePlan(text);
          } catch (error) {
            expect(error).toBeInstanceOf(ValidationError);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
