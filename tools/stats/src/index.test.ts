import { execFileSync } from "node:child_process";
import { createTestContext } from "@aiecs/core/testing";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import tool from "./index.ts";

const operations = Object.entries(tool.operations);

function isZod(schema: unknown): schema is z.ZodType {
  return schema instanceof z.ZodType;
}

describe("stats_tool", () => {
  it("[TOOL-1] has the seven operations that the scenarios call, each fully declared", () => {
    expect(tool.name).toBe("stats_tool");
    expect(operations.map(([name]) => name)).toEqual([
      "calculate_trends",
      "detect_anomalies",
      "calculate_metrics",
      "generate_report",
      "analyze_cpu_trends",
      "analyze_memory_usage",
      "predict_failures",
    ]);
    for (const [, operation] of operations) {
      expect(operation.description.length).toBeGreaterThan(20);
      expect(operation.annotations).toEqual({ readOnly: true, idempotent: true, destructive: false });
      expect(operation.outputSchema).toBeDefined();
      expect(operation.examples?.length).toBeGreaterThan(0);
    }
  });

  it.each(operations)("[TOOL-1] runs the examples of %s", async (_, operation) => {
    await using context = createTestContext();
    for (const { params } of operation.examples ?? []) {
      const { inputSchema, outputSchema } = operation;
      if (!isZod(inputSchema) || !isZod(outputSchema)) throw new Error("expected schemas made with zod");
      const result = await operation.execute(inputSchema.parse(params), context);
      outputSchema.parse(result);
      expect(JSON.stringify(result)).not.toMatch(/NaN|Infinity/);
    }
  });

  it("[TOOL-2] loads neither its libraries nor its own arithmetic until something runs", () => {
    const script = `
      import { registerHooks } from "node:module";
      const loaded = [];
      registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
      await import(${JSON.stringify(new URL("./index.ts", import.meta.url).href)});
      const heavy = loaded.filter((url) => /node_modules\\/(arima|simple-statistics)|src\\/(operations|trend|season|forecast|anomaly|summary)\\//.test(url));
      process.stdout.write(JSON.stringify(heavy));
    `;
    const flags = ["--conditions=aiecs-source", "--input-type=module", "--eval", script];
    expect(JSON.parse(execFileSync(process.execPath, flags, { encoding: "utf8" }))).toEqual([]);
  });
});
