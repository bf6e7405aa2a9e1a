import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { libreOffice } from "#conversion/office-program.ts";
import tool from "./index.ts";

describe("office_tool", () => {
  it("[TOOL-1] has the operations that the scenarios call, each fully declared", () => {
    expect(tool.name).toBe("office_tool");
    expect(Object.keys(tool.operations)).toEqual(["read_document", "convert_to_pdf"]);
    for (const operation of Object.values(tool.operations)) {
      expect(operation.description.length).toBeGreaterThan(20);
      expect(operation.annotations).toHaveProperty("readOnly");
      expect(operation.outputSchema).toBeDefined();
      expect(operation.examples?.length).toBeGreaterThan(0);
    }
  });

  it("[TOOL-7] names the program it runs in its manifest too, where `aiecs doctor` reads it", () => {
    const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
    expect(manifest).toMatchObject({ aiecs: { programs: [libreOffice] } });
  });
});
