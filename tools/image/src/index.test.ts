import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import tool from "./index.ts";

const operations = Object.entries(tool.operations);

describe("image_tool", () => {
  it("[TOOL-1] has the two operations that the scenarios call, each fully declared", () => {
    expect(tool.name).toBe("image_tool");
    expect(operations.map(([name]) => name)).toEqual(["ocr_text", "analyze_image"]);
    for (const [, operation] of operations) {
      expect(operation.description.length).toBeGreaterThan(20);
      expect(operation.annotations).toEqual({ readOnly: true, idempotent: true, destructive: false });
      expect(operation.cache?.files).toHaveLength(1);
      expect(operation.examples?.length).toBeGreaterThan(0);
      for (const schema of [operation.inputSchema, operation.outputSchema]) {
        if (!(schema instanceof z.ZodType)) throw new Error("expected schemas made with zod");
        expect(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" })).toMatchObject({ type: "object" });
      }
    }
  });

  it("[TOOL-2] loads neither its libraries nor its own work until something runs", () => {
    const script = `
      import { registerHooks } from "node:module";
      const loaded = [];
      registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
      await import(${JSON.stringify(new URL("./index.ts", import.meta.url).href)});
      const heavy = loaded.filter((url) => /node_modules\\/(sharp|tesseract|@img)|src\\/(operations|reading|measuring|recognition)\\//.test(url));
      process.stdout.write(JSON.stringify(heavy));
    `;
    const flags = ["--conditions=aiecs-source", "--input-type=module", "--eval", script];
    expect(JSON.parse(execFileSync(process.execPath, flags, { encoding: "utf8" }))).toEqual([]);
  });
});
