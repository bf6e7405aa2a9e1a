import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createExecutor, type OperationExample, ToolRegistry } from "@aiecs/core";
import { describe, expect, it } from "vitest";
import { readPdf } from "#testing-fixtures/read-pdf.ts";
import reportTool from "./index.ts";

const examples = Object.entries(reportTool.operations).flatMap(([name, { examples = [] }]) =>
  examples.map((example: OperationExample) => ({ name, title: example.title, example })),
);

describe("report_tool", () => {
  it("[TOOL-1] declares what every operation takes and gives, with an example", () => {
    const [listing] = new ToolRegistry([reportTool]).listTools();
    expect(listing?.operations.map(({ name }) => name)).toEqual([
      "generate_pdf",
      "generate_daily_report",
      "generate_legal_analysis",
    ]);
    for (const operation of listing?.operations ?? []) {
      expect(operation).toMatchObject({ runs_on: "thread", weight: "heavy", annotations: { idempotent: true } });
      expect(operation.input_schema).toMatchObject({ type: "object", properties: { output_path: { type: "string" } } });
      expect(operation.output_schema?.properties).toMatchObject({
        sha256: { type: "string" },
        pages: { type: "integer" },
      });
      expect(operation.examples.length).toBeGreaterThan(0);
    }
  });

  it.each(examples)("[TOOL-1] runs the example of $name: $title", async ({ name, example }) => {
    const folder = await mkdtemp(join(tmpdir(), "aiecs-report-"));
    try {
      await using executor = createExecutor({
        tools: [reportTool],
        config: { artifacts_folder: folder, max_workers: 1 },
      });
      const result = await executor.executeOperation(`report_tool.${name}`, example.params);
      expect(result).toMatchObject({ media_type: "application/pdf", pages: 1, notes: [] });
      const path = result instanceof Object && "path" in result ? String(result.path) : "";
      expect(readPdf(await readFile(path)).isTagged).toBe(true);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("[TOOL-2] loads no typesetter to be listed", () => {
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
    expect(loaded).toEqual(expect.arrayContaining([expect.stringContaining("generate-pdf.ts")]));
    expect(String(loaded)).not.toMatch(/typst|markdown-it|entities\/|dejavu|\/operations\//);
  });
});
