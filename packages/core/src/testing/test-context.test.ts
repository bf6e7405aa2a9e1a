import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createTestContext } from "./test-context.ts";

it("gives an operation real files and artifacts, and removes them afterwards", async () => {
  let folder: string;
  {
    await using context = createTestContext();
    folder = context.folder;
    writeFileSync(join(folder, "in.txt"), "in");
    expect(readFileSync(await context.files.readable("in.txt"), "utf8")).toBe("in");
    const made = { name: "out.txt", mediaType: "text/plain", content: "out", outputPath: "copies/out.txt" };
    const artifact = await context.artifacts.write(made);
    expect(await context.files.readable(artifact.path)).toBe(artifact.path);
    expect(readFileSync(join(folder, "copies", "out.txt"), "utf8")).toBe("out");
    await expect(context.files.readable("/etc/passwd")).rejects.toMatchObject({ code: "E001" });
  }
  expect(existsSync(folder)).toBe(false);
});

it("collects progress and log lines, fires the signal, and passes nested calls on", async () => {
  await using context = createTestContext({ call: (spec, params) => ({ spec, params }), instance: { open: true } });
  context.progress(0.5, "half");
  context.log.warn({ row: 3 }, "odd value");
  expect(context.progressed).toEqual([{ fraction: 0.5, message: "half" }]);
  expect(context.logged).toEqual([{ level: "warn", fields: { row: 3 }, message: "odd value" }]);
  expect(await context.call("a.b", { x: 1 })).toEqual({ spec: "a.b", params: { x: 1 } });
  expect(context.instance.open).toBe(true);
  context.abort(new Error("enough"));
  expect(context.signal.reason).toEqual(new Error("enough"));
});

it("fails a nested call that the test did not expect", async () => {
  await using context = createTestContext();
  await expect(context.call("a.b")).rejects.toThrow("made without a 'call' option");
});
