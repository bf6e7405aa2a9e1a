import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createExecutor, type OperationExample, ToolRegistry } from "@aiecs/core";
import { describe, expect, it } from "vitest";
import chartTool from "./index.ts";

const examples = Object.entries(chartTool.operations).flatMap(([name, { examples = [] }]) =>
  examples.map((example: OperationExample) => ({ name, title: example.title, example })),
);

describe("chart_tool", () => {
  it("[TOOL-1] declares what every operation takes and gives, with an example", () => {
    const [listing] = new ToolRegistry([chartTool]).listTools();
    expect(listing?.operations.map(({ name }) => name)).toEqual([
      "create_dashboard",
      "create_sales_chart",
      "create_trend_analysis",
    ]);
    for (const operation of listing?.operations ?? []) {
      expect(operation).toMatchObject({ runs_on: "thread", annotations: { idempotent: true } });
      expect(operation.input_schema).toMatchObject({ type: "object", required: ["data"] });
      expect(operation.output_schema?.properties).toHaveProperty("png.properties.sha256");
      expect(operation.examples.length).toBeGreaterThan(0);
    }
  });

  it.each(examples)("[TOOL-1] runs the example of $name: $title", async ({ name, example }) => {
    const folder = await mkdtemp(join(tmpdir(), "aiecs-chart-"));
    try {
      await using executor = createExecutor({
        tools: [chartTool],
        config: { artifacts_folder: folder, max_workers: 1 },
      });
      const result = await executor.executeOperation(`chart_tool.${name}`, example.params);
      expect(result).toMatchObject({ png: { media_type: "image/png" }, alt: expect.stringContaining("€") });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("[TOOL-2] loads no chart library to be listed", () => {
    const script = `
      import { registerHooks } from "node:module";
      const loaded = [];
      registerHooks({
        resolve(name, context, next) {
          const found = next(name, context);
          loaded.push(found.url);
          return found;
        },
      });
      const { default: tool } = await import(${JSON.stringify(new URL("./index.ts", import.meta.url).href)});
      const { ToolRegistry } = await import(${JSON.stringify(import.meta.resolve("@aiecs/core"))});
      new ToolRegistry([tool]).listTools();
      console.log(JSON.stringify(loaded));
    `;
    const flags = ["--conditions=aiecs-source", "--input-type=module", "--eval", script];
    const loaded: unknown = JSON.parse(execFileSync(process.execPath, flags, { encoding: "utf8" }));
    expect(loaded).toEqual(expect.arrayContaining([expect.stringContaining("create-sales-chart.ts")]));
    expect(String(loaded)).not.toMatch(/vega|resvg|dejavu|\/operations\//);
  });
});
