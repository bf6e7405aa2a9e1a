import { execFileSync } from "node:child_process";
import { ToolRegistry } from "@aiecs/core";
import { describe, expect, it } from "vitest";
import searchTool from "./index.ts";

const operations = Object.entries(searchTool.operations);

describe("search_api", () => {
  it("[TOOL-1] has the six operations of the contract, each fully declared", () => {
    expect(searchTool.name).toBe("search_api");
    expect(operations.map(([name, { annotations }]) => [name, annotations?.readOnly, annotations?.idempotent])).toEqual(
      [
        ["check_alert_conditions", true, true],
        ["send_alert", false, false],
        ["send_notifications", false, false],
        ["update_dashboard", false, true],
        ["personalize_recommendation", true, true],
        ["search_web", true, true],
      ],
    );
    for (const [, operation] of operations) {
      expect(operation.annotations?.destructive).toBe(false);
      expect(operation.outputSchema).toBeDefined();
      expect(operation.examples?.length).toBeGreaterThan(0);
    }
  });

  it("[TOOL-1] tells the schema of every parameter and result", () => {
    const [listing] = new ToolRegistry([searchTool]).listTools();
    for (const { input_schema, output_schema } of listing?.operations ?? []) {
      expect(Object.keys(input_schema.properties ?? {}).length).toBeGreaterThan(0);
      expect(Object.keys(output_schema?.properties ?? {}).length).toBeGreaterThan(0);
    }
  });

  it("[TOOL-2] loads neither its libraries nor its operations until something runs", () => {
    const script = `
      import { registerHooks } from "node:module";
      const loaded = [];
      registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
      const { default: tool } = await import(${JSON.stringify(new URL("./index.ts", import.meta.url).href)});
      const { ToolRegistry } = await import(${JSON.stringify(import.meta.resolve("@aiecs/core"))});
      new ToolRegistry([tool]).listTools();
      const heavy = loaded.filter((url) => /node_modules\\/nodemailer|src\\/(operations|websearch|catalog)\\/|delivery\\/send-|dashboard\\/render/.test(url));
      process.stdout.write(JSON.stringify(heavy));
    `;
    const flags = ["--conditions=aiecs-source", "--input-type=module", "--eval", script];
    expect(JSON.parse(execFileSync(process.execPath, flags, { encoding: "utf8" }))).toEqual([]);
  });
});
