import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ValidationError } from "#contracts/errors.ts";
import type { Table } from "#contracts/table.ts";
import { defineOperation } from "#toolkit/define-operation.ts";
import { defineTool } from "#toolkit/define-tool.ts";
import { createTable } from "#toolkit/memory-table.ts";
import { tableSchema } from "#toolkit/table-schema.ts";
import { analyzePlan } from "./analyze.ts";
import { definePlan } from "./builder.ts";

const tools = [
  defineTool({
    name: "pandas_tool",
    description: "Tables",
    version: "1.0.0",
    operations: {
      read_csv: defineOperation({
        description: "Reads a table.",
        inputSchema: z.object({ file_path: z.string(), limit: z.number().optional() }),
        outputSchema: tableSchema(),
        annotations: { readOnly: true },
        execute: () => createTable([{ a: 1 }]),
      }),
      describe: defineOperation({
        description: "Describes a table.",
        inputSchema: z.object({
          df: z.custom<Table>((value) => typeof value === "object"),
          columns: z.array(z.string()).optional(),
          title: z.string().optional(),
          "odd key": z.object({ deep: z.array(z.number()) }).optional(),
        }),
        outputSchema: z.object({ means: z.array(z.object({ name: z.string(), mean: z.number() })) }),
        annotations: { readOnly: true },
        execute: () => ({ means: [{ name: "a", mean: 1 }] }),
      }),
      anything: defineOperation({
        description: "Anything.",
        inputSchema: { type: "object" },
        execute: (): unknown => 1,
      }),
    },
  }),
] as const;

const input = { file_path: "data/sales.csv", days: [30, 7] };

describe("definePlan", () => {
  it("[PLAN-4] makes the data that a plan file holds", () => {
    const plan = definePlan({ tools, name: "daily", input, stop_on_failure: true }, (plan) => {
      const sales = plan.step(
        "pandas_tool.read_csv",
        { file_path: plan.input.file_path },
        { id: "sales", timeout_ms: 500, approval: { timeout_s: 60 } },
      );
      const facts = plan.step("pandas_tool.describe", {
        df: sales,
        columns: [sales.schema[0].name, "b"],
        "odd key": { deep: [1, plan.input.days.at(-1)] },
      });
      return { mean: facts.means[0].mean, all: [facts, sales.rows] };
    });
    expect(plan).toEqual({
      name: "daily",
      input,
      stop_on_failure: true,
      steps: [
        {
          id: "sales",
          operation: "pandas_tool.read_csv",
          params: { file_path: "$input.file_path" },
          timeout_ms: 500,
          approval: { timeout_s: 60 },
        },
        {
          operation: "pandas_tool.describe",
          params: {
            df: "$result[0]",
            columns: ["$result[0].schema[0].name", "b"],
            "odd key": { deep: [1, "$input.days[-1]"] },
          },
        },
      ],
      output: { mean: "$result[1].means[0].mean", all: ["$result[1]", "$result[0].rows"] },
    });
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
    expect(analyzePlan(plan, { tools, input: {} }).errors).toEqual([]);
  });

  it("[PLAN-4] runs a step once per element", () => {
    const plan = definePlan({ tools, input }, (plan) => {
      const tables = plan.each(
        plan.input.days,
        "pandas_tool.read_csv",
        (day, index) => ({ file_path: plan.template`${day}.csv`, limit: index }),
        { concurrency: 2, when: "item > 7" },
      );
      plan.each([{ n: 1 }, { n: 2 }], "pandas_tool.read_csv", (item) => ({ file_path: "x", limit: item.n }));
      return tables[0].rows;
    });
    expect(plan.steps).toEqual([
      {
        operation: "pandas_tool.read_csv",
        params: { file_path: "{{ $item }}.csv", limit: "$index" },
        each: "$input.days",
        concurrency: 2,
        when: "item > 7",
      },
      { operation: "pandas_tool.read_csv", params: { file_path: "x", limit: "$item.n" }, each: [{ n: 1 }, { n: 2 }] },
    ]);
    expect(plan.output).toBe("$result[0][0].rows");
  });

  it("[PLAN-4] names steps that others come after, and only those", () => {
    const { steps } = definePlan({ tools, input }, (plan) => {
      const first = plan.step("pandas_tool.read_csv", { file_path: "a" });
      const second = plan.step("pandas_tool.read_csv", { file_path: "b" }, { id: "step_0" });
      plan.step("pandas_tool.read_csv", { file_path: "c" }, { after: [first, second] });
    });
    expect(steps.map(({ id, after }) => [id, after])).toEqual([
      ["step_0_", undefined],
      ["step_0", undefined],
      [undefined, ["step_0_", "step_0"]],
    ]);
  });

  it("[REF-4] escapes what reads like a reference in a template and is none", () => {
    const { steps } = definePlan({ tools, input }, (plan) => {
      const sales = plan.step("pandas_tool.read_csv", { file_path: "a" });
      plan.step("pandas_tool.describe", {
        df: sales,
        title: plan.template`$result[0] has ${sales.rows} rows, {{ $x }}${1}`,
      });
      plan.step("pandas_tool.describe", { df: sales, title: plan.template`${sales.rows}{{ ${"$y"}` });
      plan.step("pandas_tool.describe", { df: sales, title: plan.template`$$input ${"{{$"}result[0] }}` });
    });
    expect(steps.slice(1).map(({ params }) => params?.title)).toEqual([
      "$$result[0] has {{ $result[0].rows }} rows, {{ $$x }}1",
      "{{ $result[0].rows }}{{ $$y",
      "$$$input {{$$result[0] }}",
    ]);
  });

  it("[REF-12] writes conditions in CEL", () => {
    const plan = definePlan({ tools, input }, (plan) => {
      const loose = plan.step("pandas_tool.anything", {});
      const when = plan.condition`${loose.at("odd key").at("in").at(0)} == ${'a"b'} && ${plan.input.days[1]} > ${2} && ${loose.at("x")} != ${true}`;
      plan.step("pandas_tool.anything", {}, { when });
      expect(() => plan.condition`${plan.input.days.at(-1)} > 1`).toThrow(/CEL counts from the start only/);
    });
    expect(plan.steps[1]?.when).toBe(
      'result[0]["odd key"]["in"][0] == "a\\"b" && input.days[1] > 2 && result[0].x != true',
    );
    expect(analyzePlan(plan, { tools }).errors).toEqual([]);
  });

  it("[PLAN-4] takes the input's type from its schema, and puts that into the plan", () => {
    const input_schema = z.object({ file_path: z.string(), limit: z.number().optional() });
    const plan = definePlan({ tools, input_schema }, (plan) => {
      plan.step("pandas_tool.read_csv", { file_path: plan.input.file_path, limit: plan.input.limit });
    });
    expect(plan.input_schema).toMatchObject({ type: "object", required: ["file_path"] });
    expect(plan).not.toHaveProperty("output");
  });

  it("[USE-3] refuses references where they mean nothing", () => {
    const messages: string[] = [];
    const attempt = (run: () => unknown): void => {
      try {
        run();
      } catch (error) {
        if (!(error instanceof ValidationError)) throw error;
        messages.push(error.message);
      }
    };
    definePlan({ tools, input }, (other) => {
      definePlan({ tools, input }, (plan) => {
        const sales = plan.step("pandas_tool.read_csv", { file_path: "a" });
        attempt(() => other.step("pandas_tool.describe", { df: sales }));
        attempt(() => plan.step("pandas_tool.read_csv", { file_path: "x" }, { after: [sales.rows] }));
        attempt(() => ({ ...sales }));
        plan.each(plan.input.days, "pandas_tool.read_csv", (day) => {
          attempt(() => plan.step("pandas_tool.read_csv", { file_path: "x", limit: day }));
          attempt(() => plan.step("pandas_tool.read_csv", { file_path: plan.template`${day}` }));
          return { file_path: "x" };
        });
      });
    });
    expect(messages).toEqual([
      "$result[0] has a meaning only in its own plan",
      "after: expected what earlier steps returned, as a whole",
      "The reference $result[0] cannot be spread or listed: its value is known only when the plan runs",
      "$item has a meaning only in the parameters of its own step",
      "$item has a meaning only in the parameters of its own step",
    ]);
  });

  it("[USE-3] refuses to turn a reference into text or to wait for one", async () => {
    const { file_path } = await new Promise<{ file_path: object }>((resolve) => {
      definePlan({ tools, input }, (plan) => resolve({ file_path: plan.input.file_path }));
    });
    expect(() => `${file_path}`).toThrow(/^The reference \$input\.file_path cannot be .* made a text/);
    expect(JSON.stringify([file_path])).toBe('["$input.file_path"]');
    await expect(Promise.resolve(file_path)).rejects.toThrow(
      /^The reference \$input\.file_path cannot be called, awaited/,
    );
  });

  it("[PLAN-4] refuses what no plan file may say, with everything at once", () => {
    const bad: object = { id: "1x", timeout: 5 };
    expect(() =>
      definePlan({ tools, input }, (plan) => {
        plan.step("pandas_tool.read_csv", { file_path: "a" }, bad);
      }),
    ).toThrow(/steps\[0\]\.id: expected a name .*steps\[0\]\.timeout: unknown key, did you mean timeout_ms\?/);
  });

  it("[PLAN-4] refuses what no plan file can hold", () => {
    const table = createTable([{ a: 1 }]);
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    for (const odd of [table, new Map(), () => 1, Symbol("x"), { deep: [new Date()] }]) {
      expect(() => definePlan({ tools }, (plan) => plan.step("pandas_tool.anything", { odd }))).toThrow(
        /^A plan is plain data/,
      );
      expect(() => definePlan({ tools, input: { odd } }, () => {})).toThrow(/^A plan is plain data/);
    }
    expect(() => definePlan({ tools }, (plan) => plan.step("pandas_tool.anything", { cyclic }))).toThrow(
      /steps\[0\]\.params: expected to nest at most 64 levels deep/,
    );
  });

  it("leaves the caller's objects as they were", () => {
    const own = { file_path: "a", days: [1] };
    const plan = definePlan({ tools, input: own }, (plan) => {
      plan.step("pandas_tool.anything", own);
    });
    own.days.push(2);
    expect([plan.input, plan.steps[0]?.params]).toEqual([
      { file_path: "a", days: [1] },
      { file_path: "a", days: [1] },
    ]);
  });
});
