import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createFileArtifacts } from "#adapters/artifacts/file-artifacts.ts";
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
      await expect(readFileInputs([{ ...artifact, id: "0", path }], context)).rejects.toMatchObject({ code: "E001" });
    }
    await expect(readFileInputs("missing.png", context)).rejects.toThrow("File not found: 'missing.png'");
  });

  it("[TOOL-3] reads what another task of the same user made, and nothing of other users", async () => {
    await using context = createTestContext({ userId: "ann" });
    const folder = join(context.folder, ".aiecs", "runs");
    const store = createFileArtifacts({ folder });
    const make = (userId: string | undefined, content: string) =>
      store.write({ taskId: `of-${userId}`, userId }, { name: "a.png", mediaType: "image/png", content });
    const [hers, his, nobodys] = [await make("ann", "1"), await make("bob", "2"), await make(undefined, "3")];
    expect(await readFileInputs(structuredClone(hers), context)).toEqual([{ name: "a.png", path: hers.path }]);
    for (const other of [his, nobodys]) {
      await expect(readFileInputs(other, context)).rejects.toThrow("reserved");
      expect(await readFileInputs({ ...hers, path: other.path }, context)).toEqual([
        { name: "a.png", path: hers.path },
      ]);
    }
    await using small = createTestContext({ limits: { max_file_bytes: 2 } });
    const large = await small.artifacts.write({ name: "l.png", mediaType: "image/png", content: "large" });
    await expect(readFileInputs(large, small)).rejects.toThrow(
      "'l.png' has 5 bytes, the config's limits.max_file_bytes",
    );
  });

  it("[TOOL-3] finds by its id what a remote caller gives back, who is not told the path", async () => {
    await using context = createTestContext();
    const artifact = await context.artifacts.write({ name: "b.png", mediaType: "image/png", content: "b" });
    const { path, ...told } = artifact;
    const handle = { ...told, url: `/api/artifacts/${artifact.id}` };
    expect(await readFileInputs(handle, context)).toEqual([{ name: "b.png", path }]);
    const gone = "0".repeat(32);
    await expect(readFileInputs({ ...handle, id: gone }, context)).rejects.toThrow(`There is no artifact '${gone}'`);
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
