import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import tool from "./index.ts";

const operations = Object.entries(tool.operations);

describe("research_tool", () => {
  it("[TOOL-1] has the four operations that the scenarios call, each fully declared", () => {
    expect(tool.name).toBe("research_tool");
    expect(operations.map(([name]) => name)).toEqual([
      "analyze_topic",
      "generate_outline",
      "search_related",
      "search_legal_precedents",
    ]);
    for (const [, operation] of operations) {
      expect(operation.description.length).toBeGreaterThan(20);
      expect(operation.annotations).toEqual({ readOnly: true, idempotent: true, destructive: false });
      expect(operation.outputSchema).toBeDefined();
      expect(operation.examples?.length).toBeGreaterThan(0);
    }
  });

  it("[TOOL-2] loads neither its index nor its operations until something runs", () => {
    const script = `
      import { registerHooks } from "node:module";
      const loaded = [];
      registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
      await import(${JSON.stringify(new URL("./index.ts", import.meta.url).href)});
      const heavy = loaded.filter((url) => /node_modules\\/minisearch|src\\/(operations|corpus|ranking|analysis)\\//.test(url));
      process.stdout.write(JSON.stringify(heavy));
    `;
    const flags = ["--conditions=aiecs-source", "--input-type=module", "--eval", script];
    expect(JSON.parse(execFileSync(process.execPath, flags, { encoding: "utf8" }))).toEqual([]);
  });
});
