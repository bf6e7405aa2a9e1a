import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Plan, Step } from "#contracts/plan.ts";
import { TaskStepResult } from "#contracts/step-result.ts";
import { defineOperation } from "#toolkit/define-operation.ts";
import { defineTool } from "#toolkit/define-tool.ts";
import { ToolRegistry } from "#toolkit/tool-registry.ts";
import { type AnalyzeOptions, analyzePlan } from "./analyze.ts";

let calls = 0;
const count = (): number => ++calls;

const sales = defineTool({
  name: "sales_tool",
  description: "Sales",
  version: "1.0.0",
  operations: {
    read: defineOperation({
      description: "Reads.",
      inputSchema: z.object({ file_path: z.string(), limit: z.number().int().optional() }),
      outputSchema: z.object({ total: z.number(), files: z.array(z.object({ name: z.string() })) }),
      annotations: { readOnly: true },
      execute: () => ({ total: count(), files: [] }),
    }),
    store: defineOperation({
      description: "Stores.",
      inputSchema: {
        type: "object",
        properties: {
          path: { type: "string" },
          n: { type: "number" },
          mode: { anyOf: [{ type: "object", required: ["x"] }, { const: 1 }] },
        },
        required: ["path"],
      },
      execute: count,
    }),
    merge: defineOperation({
      description: "Merges.",
      inputSchema: z.object({
        how: z
          .discriminatedUnion("kind", [
            z.object({ kind: z.literal("a"), a: z.number() }),
            z.object({ kind: z.literal("b") }),
          ])
          .optional(),
        parts: z.array(z.strictObject({ name: z.string(), weight: z.number() })).min(1),
      }),
      annotations: { readOnly: true },
      execute: count,
    }),
    later: defineOperation({
      description: "Takes its time to check.",
      inputSchema: z.object({ x: z.string().refine(async () => false) }),
      execute: count,
    }),
    broken: defineOperation({
      description: "Cannot check.",
      inputSchema: {
        "~standard": {
          version: 1,
          vendor: "test",
          validate: () => {
            throw new TypeError("not today");
          },
        },
      },
      execute: count,
    }),
  },
});

function analyze(plan: Plan | readonly Step[], options: AnalyzeOptions = {}) {
  const analysis = analyzePlan(plan, { tools: [sales], ...options });
  return { ...analysis, texts: analysis.errors.map(({ path, message }) => `${path}: ${message}`) };
}

const read = (keys: Partial<Step> = {}): Step => ({
  operation: "sales_tool.read",
  params: { file_path: "x" },
  ...keys,
});

describe("analyzePlan", () => {
  it("[PLAN-2] finds nothing wrong with a good plan, and runs nothing", () => {
    const plan: Plan = {
      input: { file_path: "sales.csv" },
      steps: [
        read({ id: "sales", params: { file_path: "$input.file_path", user_id: "u" } }),
        read({
          params: { file_path: "$steps.sales.files[0].name", limit: "$result[0].total" },
          when: "result[0].total > 1",
        }),
        read({ each: "$result[0].files", params: { file_path: "$item.name", limit: "$index" } }),
        {
          operation: "sales_tool.store",
          params: { path: "{{ $result[2][0].total }}.csv" },
          retry: { max_attempts: 2 },
        },
      ],
      output: { files: "$result[2][-1].files", note: "{{ $steps.sales.total }}" },
    };
    expect(analyzePlan(plan, { tools: [sales], executors: ["main"] })).toEqual({
      valid: true,
      errors: [],
      graph: [
        { step: 0, depends_on: [] },
        { step: 1, depends_on: [0] },
        { step: 2, depends_on: [0] },
        { step: 3, depends_on: [2] },
      ],
      levels: [[0], [1, 2], [3]],
      critical_path: [0, 2, 3],
    });
    expect(calls).toBe(0);
  });

  it("[PLAN-2] finds everything at once, in the order of steps", () => {
    const broken = {
      stop: true,
      steps: [
        read({ id: "x", params: { file_path: 5, limt: 1 } }),
        { operation: "sales_tool.red" },
        { operation: "salestool.read" },
        read({ id: "x", params: { file_path: "$result[9]" }, executor: "thred" }),
        read({ params: { file_path: "$result[0].totl" } }),
        read({ when: "result[0].total +" }),
        read({ after: ["y"] }),
      ],
      output: "$result[0].files.name",
    };
    const { texts, valid } = analyze(broken, { executors: ["main", "thread"] });
    expect(valid).toBe(false);
    expect(texts).toEqual([
      expect.stringMatching(/^stop: unknown key/),
      "output: '$result[0].files.name' does not exist: '$result[0].files' is a list",
      "steps[0].params.file_path: Invalid parameters for sales_tool.read: file_path: expected string, received number",
      "steps[0].params.limt: Invalid parameters for sales_tool.read: limt: unknown parameter, did you mean limit? (known are file_path, limit)",
      "steps[1].operation: Operation 'red' not found in tool 'sales_tool'",
      "steps[2].operation: Tool 'salestool' is not registered",
      "steps[3].id: Step id 'x' is taken already by step 0",
      "steps[3].params.file_path: Referenced result index 9 out of range",
      "steps[3].executor: Unknown executor type 'thred' for sales_tool.read; registered are main, thread",
      "steps[4].params.file_path: '$result[0].totl' does not exist: '$result[0]' has the keys 'total', 'files'",
      expect.stringMatching(/^steps\[5\]\.when: /),
      "steps[6].after[0]: No step has the id 'y'",
    ]);
  });

  it("[PLAN-2] suggests the names that were meant, and says which code a run would give", () => {
    const { errors } = analyze([
      { operation: "sales_tool.red" },
      { operation: "sales_tol.read" },
      read({ params: { file_path: "$result[0].x", fil_path: "$input.x" } }),
      read({ params: { file_path: "$result[2].totl" } }),
    ]);
    expect(errors.map(({ code, did_you_mean }) => [code, did_you_mean])).toEqual([
      ["E003", ["read"]],
      ["E003", ["sales_tool"]],
      ["E001", ["file_path"]],
      ["E007", ["total"]],
    ]);
  });

  it("[REF-6] names the steps of a circle, and still tells the rest", () => {
    const { texts, levels } = analyze([
      read({ id: "a", after: ["b"] }),
      read({ id: "b", after: ["a"] }),
      read({ params: {} }),
    ]);
    expect(texts).toEqual([
      "steps[0].after: Steps wait for each other: 'a' after 'b' after 'a'",
      "steps[2].params.file_path: Invalid parameters for sales_tool.read: file_path: required, but missing (expected string)",
    ]);
    expect(levels).toEqual([[2]]);
  });

  it("[PLAN-3] counts the order of writes as dependency", () => {
    const store = { operation: "sales_tool.store", params: { path: "x" } };
    expect(analyze([store, read(), store, { ...store, after: [] }]).graph.map((entry) => entry.depends_on)).toEqual([
      [],
      [],
      [0],
      [],
    ]);
  });

  it("leaves operations alone where no tools are given", () => {
    expect(analyzePlan([read(), { operation: "no.such" }]).valid).toBe(true);
    expect(analyzePlan([{ operation: "no.such" }], { registry: new ToolRegistry() }).valid).toBe(false);
  });

  it("[PLAN-2] lets an optional step name what cannot be reached just now, and no other", () => {
    const down = defineTool({
      name: "archive",
      description: "",
      version: "1.0.0",
      operations: {},
      unavailable: "MCP server 'archive' is down",
    });
    const store = { operation: "archive.store", optional: true };
    const options = { tools: [sales, down], executors: ["main"] };
    expect(analyze([read(), store], options).texts).toEqual([]);
    expect(analyze([{ operation: "archive.store" }], options).texts).toEqual([
      "steps[0].operation: Operation 'store' not found in tool 'archive': MCP server 'archive' is down",
    ]);
    expect(analyze([{ ...store, executor: "other", params: { x: "$result[7]" } }], options).texts).toHaveLength(2);
    for (const operation of ["sales_tool.store_all", "archives.store"]) {
      expect(analyze([{ operation, optional: true }], options).texts, operation).toHaveLength(1);
    }
  });

  describe("parameters that hold references", () => {
    it("[PLAN-2] checks what is literal beside them", () => {
      const { texts } = analyze([
        read(),
        { operation: "sales_tool.store", params: { n: "$result[0].total", mode: 5 } },
      ]);
      expect(texts).toEqual([
        "steps[1].params.path: Invalid parameters for sales_tool.store: path: required, but missing (expected string)",
        expect.stringMatching(/^steps\[1\]\.params\.mode: /),
        expect.stringMatching(/^steps\[1\]\.params\.mode: /),
        expect.stringMatching(/^steps\[1\]\.params\.mode: /),
      ]);
    });

    it.each([
      ["a reference as discriminator", { how: { kind: "$result[0].x" }, parts: [{ name: "a", weight: 1 }] }],
      ["a reference within a choice", { how: { kind: "a", a: "$result[0].x" }, parts: [{ name: "a", weight: 1 }] }],
      ["a reference in place of a choice", { how: "$result[0].x", parts: "$result[0].y" }],
      ["templates", { parts: [{ name: "{{ $result[0].x }}", weight: "$result[0].y" }] }],
    ])("[PLAN-2] says nothing of %s", (_title, params) => {
      const steps = [
        { operation: "sales_tool.later", params: { x: "1" } },
        { operation: "sales_tool.merge", params },
      ];
      expect(analyze(steps).texts).toEqual([]);
    });

    it("[PLAN-2] says nothing of a choice that a reference in it may decide", () => {
      const steps = [
        read(),
        { operation: "sales_tool.store", params: { path: "x", mode: { x: 1, y: "$result[0].total" } } },
      ];
      expect(analyze(steps).texts).toEqual([]);
      expect(
        analyze([read(), { operation: "sales_tool.store", params: { path: "x", mode: "$result[0].total" } }]).texts,
      ).toEqual([]);
    });

    it("[PLAN-2] checks elements that are literal, and nothing that waits or breaks", () => {
      const { texts } = analyze([
        read(),
        {
          operation: "sales_tool.merge",
          params: {
            parts: [
              { name: "$result[0].total", weight: "heavy" },
              { name: 1, weight: 1 },
            ],
          },
        },
        { operation: "sales_tool.broken", params: { x: "$result[0].total" } },
      ]);
      expect(texts).toEqual([
        "steps[1].params.parts[0].weight: Invalid parameters for sales_tool.merge: parts[0].weight: expected number, received string",
        "steps[1].params.parts[1].name: Invalid parameters for sales_tool.merge: parts[1].name: expected string, received number",
      ]);
    });
  });

  it("tells when a schema's own code breaks", () => {
    expect(analyze([{ operation: "sales_tool.broken", params: { x: null } }]).texts).toEqual([
      "steps[0].params: Invalid parameters for sales_tool.broken: the check of sales_tool.broken itself failed: not today",
    ]);
  });

  describe("paths of references", () => {
    it("[REF-7] knows that a step with `each` gives a list, and what its elements are", () => {
      const { texts } = analyze([
        read(),
        read({ each: "$result[0].files", params: { file_path: "$item.nam" } }),
        read({ params: { file_path: "$result[1].total", limit: "$result[1][0].totl" } }),
        read({ each: "$result[1]", params: { file_path: "$item.files[0].name", limit: "$item.totals" } }),
        read({ each: [{ a: 1 }], params: { file_path: "$item.b" } }),
      ]);
      expect(texts).toEqual([
        "steps[1].params.file_path: '$item.nam' does not exist: '$item' has the keys 'name'",
        "steps[2].params.file_path: '$result[1].total' does not exist: '$result[1]' is a list",
        "steps[2].params.limit: '$result[1][0].totl' does not exist: '$result[1][0]' has the keys 'total', 'files'",
        "steps[3].params.limit: '$item.totals' does not exist: '$item' has the keys 'total', 'files'",
      ]);
    });

    it("[REF-7] asks earlier results themselves", () => {
      const previous = [
        new TaskStepResult({ step: "a.b", completed: true, status: "completed", result: { n: [1] } }),
        new TaskStepResult({ step: "a.b", status: "failed" }),
      ];
      const { texts } = analyze(
        [
          read({ params: { file_path: "$result[0].m", limit: "$result[0].n[0]" } }),
          read({ params: { file_path: "$result[1].x" } }),
        ],
        { previous },
      );
      expect(texts).toEqual([
        "steps[0].params.file_path: '$result[0].m' does not exist: '$result[0]' has the keys 'n'",
      ]);
    });

    it("[PLAN-2] finds what the input cannot have, once it is known or closed", () => {
      const steps = [read({ params: { file_path: "$input.file", limit: "$input.deep.x" } })];
      expect(analyze({ input: { deep: {} }, steps }).texts).toEqual([]);
      expect(analyze({ input: { deep: {} }, steps }, { input: { file: "x" } }).texts).toEqual([
        "steps[0].params.limit: '$input.deep.x' does not exist: '$input.deep' has no keys",
      ]);
      const schema = { type: "object", properties: { file: {} }, additionalProperties: false };
      expect(analyze({ input_schema: schema, steps }).texts).toEqual([
        "steps[0].params.limit: '$input.deep' (of '$input.deep.x') does not exist: '$input' has the keys 'file'",
      ]);
      const open = { type: "object", properties: { deep: { properties: { x: { default: 1 } } } } };
      expect(analyze({ input_schema: open, steps }, { input: { file: "x" } }).texts).toEqual([]);
    });
  });

  it("[PLAN-2] holds the given input against `input_schema`", () => {
    const plan: Plan = {
      input: { a: "x" },
      input_schema: { type: "object", properties: { a: { type: "number" } }, required: ["b"] },
      steps: [],
    };
    expect(analyze(plan).texts).toEqual([]);
    expect(analyze(plan, { input: {} }).texts).toEqual([
      "input.b: Invalid input: b: required, but missing",
      "input.a: Invalid input: a: expected number, received string",
    ]);
    expect(analyze({ ...plan, input_schema: { type: "nonsense" } }).texts).toEqual([
      expect.stringMatching(/^input_schema: Invalid JSON Schema: /),
    ]);
  });

  it("[PLAN-2] never throws, whatever the plan", () => {
    const texts = fc.constantFrom(
      "$result[0]",
      "$result[1].x",
      "$steps.a",
      "$item",
      "{{ $input.x }}",
      "$result[",
      "sales_tool.read",
      "a",
      "true",
    );
    const value = fc.oneof(
      texts,
      fc.anything({ maxDepth: 2, withNullPrototype: true, withBigInt: true, withDate: true, withMap: true }),
    );
    const keys = ["operation", "params", "id", "when", "each", "after", "retry", "cache", "executor", "concurrency"];
    const after = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 2 });
    const step = fc.oneof(
      fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 6 }),
      fc.record({ operation: value, id: fc.oneof(fc.constantFrom("a", "b", "c"), value), after }),
    );
    const plan = fc.record(
      {
        steps: fc.oneof(value, fc.array(fc.oneof(step, value), { maxLength: 4 })),
        input: value,
        input_schema: value,
        output: value,
        extra: value,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        fc.oneof(plan, value),
        fc.option(fc.dictionary(fc.string(), value), { nil: undefined }),
        (data, input) => {
          // What a door hands on was checked by nobody yet.
          const analysis = Reflect.apply(analyzePlan, undefined, [
            data,
            { tools: [sales], executors: ["main"], ...(input && { input }) },
          ]);
          expect(analysis).toHaveProperty("valid");
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it("follows chains of 20,000 steps", () => {
    const steps = Array.from({ length: 20_000 }, (_, index) =>
      read({ params: { file_path: index === 0 ? "x" : "$result[-1].files[0].name" } }),
    );
    const { valid, levels, critical_path } = analyzePlan({ steps }, { tools: [sales] });
    expect([valid, levels.length, critical_path.length]).toEqual([true, 20_000, 20_000]);
  });
});
