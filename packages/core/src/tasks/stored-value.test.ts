import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createFileArtifacts } from "#adapters/artifacts/file-artifacts.ts";
import { artifactAccess } from "#execution/artifact-access.ts";
import { exportResult } from "#execution/export-result.ts";
import { createTable } from "#toolkit/memory-table.ts";
import { showValue } from "./stored-step.ts";
import { decodeValue, type StoredValue, ValueCodec } from "./stored-value.ts";

const owner = { taskId: "t", userId: "u" };
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "aiecs-values-"));
});
afterAll(() => rm(folder, { recursive: true }));

function createCodec(inlineBytes = 1_000) {
  const artifacts = createFileArtifacts({ folder });
  const executor = {
    artifacts,
    exportResult: (value: unknown) => exportResult(value, artifactAccess(artifacts, owner)),
  };
  const codec = new ValueCodec({ executor, owner, inlineBytes });
  const there = async (value: unknown): Promise<{ readonly stored: StoredValue; readonly back: unknown }> => {
    // What is written down is text.
    const stored: StoredValue = JSON.parse(JSON.stringify(await codec.encode(value, "value")));
    return { stored, back: await decodeValue(stored, artifacts) };
  };
  return { codec, there, artifacts };
}

describe("ValueCodec", () => {
  it.each([
    ["null", null],
    ["text", "plain \u{1F680} text"],
    ["an object", { a: [1, "2", { b: null }], ["__proto__"]: 1 }],
    ["a date", { at: new Date(0) }],
    ["a map and a set", new Map<unknown, unknown>([[1, new Set(["a"])]])],
    ["a big integer", [1n, 2n ** 70n]],
    ["numbers that JSON does not know", [Number.NaN, Number.POSITIVE_INFINITY, -0]],
    ["binary data", new Uint8Array([1, 2, 255])],
    ["undefined within", { a: undefined, b: [undefined] }],
  ])("gives back %s as it was, in another process too", async (_name, value) => {
    expect((await createCodec().there(value)).back).toEqual(value);
  });

  it("gives back any data", async () => {
    const { there } = createCodec(200);
    const anything = fc.anything({
      withDate: true,
      withMap: true,
      withSet: true,
      withBigInt: true,
      withTypedArray: true,
    });
    await fc.assert(
      fc.asyncProperty(anything, async (value) => {
        expect((await there(value)).back).toEqual(value);
      }),
      { numRuns: 200 },
    );
  });

  it("gives back what contains itself", async () => {
    const loop: { self?: unknown } = {};
    loop.self = loop;
    const { back } = await createCodec().there(loop);
    expect(back).toHaveProperty("self.self.self");
  });

  it.each([
    ["a long text", "line\n".repeat(1_000), "text"],
    ["a text with half a character", `\uD800${"x".repeat(2_000)}`, "json"],
    ["a long list", Array.from({ length: 2_000 }, (_, index) => ({ index })), "ndjson"],
    ["a large object", { data: "x".repeat(5_000) }, "json"],
    ["much binary data", new Float64Array(5_000).fill(1.5), "v8"],
  ])("[TASK-5] keeps %s as a file", async (_name, value, as) => {
    const { stored, back } = await createCodec().there(value);
    expect(stored).toHaveProperty("artifact.as", as);
    expect(back).toEqual(value);
    expect(JSON.stringify(showValue(stored)).length).toBeLessThan(1_500);
  });

  it("[TASK-5] shows of a large value what it is, its size and its beginning", async () => {
    const list = Array.from({ length: 2_000 }, (_, index) => ({ index }));
    const { stored } = await createCodec().there(list);
    expect(showValue(stored)).toEqual({
      $artifact: expect.any(String),
      kind: "list",
      size: 2_000,
      bytes: expect.any(Number),
      media_type: "application/x-ndjson",
      preview: [{ index: 0 }, { index: 1 }, { index: 2 }],
    });
  });

  it("keeps a large value once, however often it is told", async () => {
    const { there, artifacts } = createCodec();
    const value = { data: "y".repeat(5_000) };
    const before = (await artifacts.list("t")).length;
    const [one, two] = [await there(value), await there(value)];
    expect(two.stored).toEqual(one.stored);
    expect((await artifacts.list("t")).length).toBe(before + 1);
  });

  it("keeps a table as data, and all of its rows as a file", async () => {
    const rows = Array.from({ length: 300 }, (_, id) => ({ id }));
    const { back } = await createCodec(100_000).there({ df: createTable(rows) });
    expect(back).toMatchObject({ df: { rows: 300, truncated: true, artifact: expect.any(String) } });
  });

  it("leaves out what is no data, as where a result leaves the process", async () => {
    const { back } = await createCodec().there({ a: 1, run: () => 1 });
    expect(back).toEqual({ a: 1 });
  });

  it("refuses what is neither data nor can be told as data", async () => {
    const loop: { self?: unknown; run: () => void } = { run: () => {} };
    loop.self = loop;
    await expect(createCodec().there(loop)).rejects.toMatchObject({ code: "E001", message: /cannot be kept/ });
  });
});
