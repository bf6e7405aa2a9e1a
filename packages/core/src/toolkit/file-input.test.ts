import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createTestContext } from "#testing/test-context.ts";
import { fileInputError, isFileInput, isFileInputs, readFileInputs } from "./file-input.ts";

describe("readFileInputs", () => {
  it("[TOOL-3] takes a path, an artifact, and a list of them in its order", async () => {
    await using context = createTestContext();
    writeFileSync(join(context.folder, "a.png"), "a");
    const artifact = await context.artifacts.write({ name: "b.png", mediaType: "image/png", content: "b" });
    const a = { name: "a.png", path: join(context.folder, "a.png") };
    const b = { name: "b.png", path: artifact.path };
    expect(await readFileInputs("a.png", context)).toEqual([a]);
    expect(await readFileInputs(structuredClone(artifact), context)).toEqual([b]);
    expect(await readFileInputs([artifact, "a.png"], context)).toEqual([b, a]);
    expect(await readFileInputs([], context)).toEqual([]);
  });

  it("[TOOL-6] reads nothing outside the allowed folders, also when an artifact says so", async () => {
    await using context = createTestContext();
    const artifact = await context.artifacts.write({ name: "b.png", mediaType: "image/png", content: "b" });
    for (const path of ["/etc/passwd", "../x.png", "\0"]) {
      await expect(readFileInputs(path, context)).rejects.toMatchObject({ code: "E001" });
      await expect(readFileInputs([{ ...artifact, path }], context)).rejects.toMatchObject({ code: "E001" });
    }
    await expect(readFileInputs("missing.png", context)).rejects.toThrow("File not found: 'missing.png'");
  });

  it("says what came and where", () => {
    expect([isFileInput(""), isFileInput(["a.png"]), isFileInputs(["a.png"]), isFileInputs([7])]).toEqual([
      false,
      false,
      true,
      false,
    ]);
    expect(fileInputError({ input: ["a.png", 7] })).toBe(
      "expected the path of a file, or an artifact, received a list whose item 1 is a number",
    );
    expect(fileInputError({ input: { path: "x" } })).toContain("received an object with path");
  });
});
