import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createTestContext } from "#testing/test-context.ts";
import { isTextInput, readText, textInputError } from "./text-input.ts";

describe("readText", () => {
  it("[TOOL-3] takes a text as it is, also one that looks like a file which is not there", async () => {
    await using context = createTestContext();
    for (const text of ["This agreement", "see notes.txt", "line\nnotes.md", "missing.md"]) {
      expect(await readText(text, context)).toEqual({ text, source: null });
    }
  });

  it("[TOOL-3] reads a file it names, and says so", async () => {
    await using context = createTestContext();
    writeFileSync(join(context.folder, "contract.txt"), "\uFEFFPayment is due.");
    expect(await readText("contract.txt", context)).toEqual({ text: "Payment is due.", source: "contract.txt" });
  });

  it("[TOOL-3] takes an earlier result with a text, and an artifact that holds one", async () => {
    await using context = createTestContext();
    const artifact = await context.artifacts.write({ name: "a.txt", mediaType: "text/plain", content: "from a file" });
    expect(await readText({ text: "scanned", confidence: 90 }, context)).toEqual({ text: "scanned", source: null });
    expect(await readText(artifact, context)).toEqual({ text: "from a file", source: "a.txt" });
    expect(await readText(structuredClone(artifact), context)).toMatchObject({ text: "from a file" });
  });

  it("[TOOL-6] reads no file outside the allowed folders: what names one stays a text", async () => {
    await using context = createTestContext();
    mkdirSync(join(context.folder, "sub"));
    symlinkSync("/etc/os-release", join(context.folder, "sub", "link.txt"));
    for (const name of ["sub/link.txt", "../secret.txt", "/etc/secret.md"]) {
      expect(await readText(name, context)).toEqual({ text: name, source: null });
    }
  });

  it("takes the property that is asked for before the text, and names the parameter", async () => {
    await using context = createTestContext({ limits: { max_file_bytes: 10 } });
    const result = { text: "plain", markdown: "# rich" };
    const options = { name: "sections[0].markdown", keys: ["markdown"], maxLength: 6 };
    expect(await readText(result, context, options)).toEqual({ text: "# rich", source: null });
    expect((await readText({ text: "plain" }, context, options)).text).toBe("plain");
    await expect(readText("1234567", context, options)).rejects.toThrow(
      "sections[0].markdown: expected at most 6 characters, received 7",
    );
    writeFileSync(join(context.folder, "large.txt"), "12345678901");
    await expect(readText("large.txt", context)).rejects.toThrow("File too large: 'large.txt' has 11 bytes");
  });

  it("refuses what is no text, and what is empty, saying what came", async () => {
    await using context = createTestContext();
    writeFileSync(join(context.folder, "empty.txt"), " \n");
    writeFileSync(join(context.folder, "latin.txt"), Buffer.from([0x63, 0x61, 0x66, 0xe9]));
    await expect(readText("  ", context)).rejects.toThrow("received an empty text");
    await expect(readText("empty.txt", context)).rejects.toThrow("received empty.txt, which is empty");
    await expect(readText("latin.txt", context)).rejects.toThrow("latin.txt is no text in UTF-8");
    await expect(readText({ pages: [], tables: [] }, context)).rejects.toThrow("received an object with pages, tables");
    expect(isTextInput(7)).toBe(false);
    expect(textInputError({ input: 7 })).toContain("received a number");
    expect(isTextInput({ text: "x" })).toBe(true);
  });
});
