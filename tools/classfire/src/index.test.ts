import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import tool from "./index.ts";

const operations = Object.entries(tool.operations);

describe("classfire_tool", () => {
  it("[TOOL-1] has the eight operations that the scenarios call, each fully declared, under both names", () => {
    expect([tool.name, tool.aliases]).toEqual(["classfire_tool", ["classifier_tool"]]);
    expect(operations.map(([name]) => name)).toEqual([
      "extract_keywords",
      "classify_text",
      "analyze_text",
      "extract_entities",
      "optimize_content",
      "find_contract_terms",
      "assess_risk_level",
      "classify_contract_type",
    ]);
    for (const [, operation] of operations) {
      expect(operation.description.length).toBeGreaterThan(20);
      expect(operation.annotations).toEqual({ readOnly: true, idempotent: true, destructive: false });
      expect(operation.outputSchema).toBeDefined();
      expect(operation.examples?.length).toBeGreaterThan(0);
    }
  });

  it("[TOOL-2] loads neither its libraries nor its own rules of language until something runs", () => {
    const script = `
      import { registerHooks } from "node:module";
      const loaded = [];
      registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
      await import(${JSON.stringify(new URL("./index.ts", import.meta.url).href)});
      const heavy = loaded.filter((url) => /node_modules\\/(wink|compromise|eld|vader)|src\\/(operations|language|measures)\\//.test(url));
      process.stdout.write(JSON.stringify(heavy));
    `;
    const flags = ["--conditions=aiecs-source", "--input-type=module", "--eval", script];
    expect(JSON.parse(execFileSync(process.execPath, flags, { encoding: "utf8" }))).toEqual([]);
  });
});
