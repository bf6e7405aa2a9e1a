/** Checked by the compiler alone: each `@ts-expect-error` marks what must not compile. */
import { z } from "zod";
import type { Table } from "#contracts/table.ts";
import type { Tool } from "#contracts/tool.ts";
import { defineOperation } from "#toolkit/define-operation.ts";
import { defineTool } from "#toolkit/define-tool.ts";
import { definePlan } from "./builder.ts";

declare const table: Table;

const pandas = defineTool({
  name: "pandas_tool",
  description: "Tables",
  version: "1.0.0",
  operations: {
    read_csv: defineOperation({
      description: "Reads a table.",
      inputSchema: z.object({ file_path: z.string(), limit: z.number().optional() }),
      execute: () => table,
    }),
    describe: defineOperation({
      description: "Describes a table.",
      inputSchema: z.object({ df: z.custom<Table>(), columns: z.array(z.string()).optional() }),
      execute: () => ({
        totals: [{ name: "revenue", value: 1 }],
        best: null as { readonly name: string } | null,
        at: 5,
      }),
    }),
    anything: defineOperation({
      description: "Gives whatever it likes.",
      inputSchema: { type: "object" },
      execute: (): unknown => 1,
    }),
  },
});

definePlan({ tools: [pandas], input: { file_path: "sales.csv", days: 3 } }, (plan) => {
  const sales = plan.step("pandas_tool.read_csv", { file_path: plan.input.file_path });
  const facts = plan.step("pandas_tool.describe", { df: sales, columns: [sales.schema[0].name, "date"] });

  // @ts-expect-error no such operation
  plan.step("pandas_tool.red_csv", { file_path: "x" });
  // @ts-expect-error a parameter is missing
  plan.step("pandas_tool.read_csv", {});
  // @ts-expect-error a parameter nobody declared
  plan.step("pandas_tool.read_csv", { file_path: "x", filepath: "y" });
  // @ts-expect-error a number where a text is wanted
  plan.step("pandas_tool.read_csv", { file_path: 5 });
  // @ts-expect-error a reference to a number where a text is wanted
  plan.step("pandas_tool.read_csv", { file_path: plan.input.days });
  // @ts-expect-error the input has no such key
  plan.step("pandas_tool.read_csv", { file_path: plan.input.filepath });
  // @ts-expect-error a text where a table is wanted
  plan.step("pandas_tool.describe", { df: sales.schema[0].name });
  // @ts-expect-error a table has no revenue
  plan.step("pandas_tool.read_csv", { file_path: "x", limit: sales.revenu });
  // @ts-expect-error methods are no data
  plan.step("pandas_tool.read_csv", { file_path: "x", limit: sales.records });
  // @ts-expect-error the elements have another name
  plan.step("pandas_tool.read_csv", { file_path: facts.totals[0].nam });
  // @ts-expect-error null is no text
  plan.step("pandas_tool.read_csv", { file_path: facts.best });
  // @ts-expect-error an element deep inside has the wrong type
  plan.step("pandas_tool.describe", { df: sales, columns: [facts.totals[0].value] });
  // @ts-expect-error no such key of a step
  plan.step("pandas_tool.read_csv", { file_path: "x" }, { timeout: 5 });

  plan.step("pandas_tool.read_csv", { file_path: facts.totals.at(-1).name, limit: facts.totals[3].value });
  plan.step("pandas_tool.read_csv", { file_path: facts.best.name, limit: facts.at }, { id: "last", after: [sales] });
  plan.step("pandas_tool.read_csv", { file_path: plan.template`out/${plan.input.days}.csv` });
  plan.step("pandas_tool.read_csv", { file_path: sales.data[3].at("path") });

  const loose = plan.step("pandas_tool.anything", { whatever: [sales, { deep: facts.totals }] });
  plan.step("pandas_tool.read_csv", { file_path: loose, limit: loose.at("a").at(0) });

  const all = plan.each(facts.totals, "pandas_tool.read_csv", (total, index) => ({
    file_path: total.name,
    limit: index,
  }));
  plan.step("pandas_tool.describe", { df: all[0] });
  // @ts-expect-error the element has no such key
  plan.each(facts.totals, "pandas_tool.read_csv", (total) => ({ file_path: total.nam }));
  // @ts-expect-error a table is no list
  plan.each(sales, "pandas_tool.read_csv", () => ({ file_path: "x" }));
  plan.each(["a", "b"], "pandas_tool.read_csv", (name) => ({ file_path: name }), {
    concurrency: 2,
    when: plan.condition`${facts.totals[0].value} > ${1}`,
  });
  plan.step("pandas_tool.describe", { df: sales }, { approval: true });
  plan.each(["a.csv"], "pandas_tool.read_csv", (file_path) => ({ file_path }), { approval: { timeout_s: 60 } });
  // @ts-expect-error an approval is asked for, or not
  plan.step("pandas_tool.describe", { df: sales }, { approval: "ann" });
  return { facts, first: sales.schema[0].name };
});

definePlan(
  { tools: [pandas], input_schema: z.object({ file_path: z.string(), day: z.string().optional() }) },
  (plan) => {
    plan.step("pandas_tool.read_csv", { file_path: plan.input.day });
    // @ts-expect-error the schema has no such key
    plan.step("pandas_tool.read_csv", { file_path: plan.input.days });
  },
);

/** Tools that are not known to the compiler take any operation and any parameters. */
declare const tools: readonly Tool[];
definePlan({ tools }, (plan) => {
  const first = plan.step("some_tool.some_operation", { a: 1 });
  plan.step("other_tool.other_operation", { a: first.at("x"), b: plan.input.at("y") });
});
definePlan({ name: "without tools" }, (plan) => plan.step("some_tool.some_operation", { a: 1 }));
