import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createTestContext } from "#testing/test-context.ts";
import { createTable } from "#toolkit/memory-table.ts";
import { exportResult } from "./export-result.ts";

const rows = Array.from({ length: 25_001 }, (_, index) => ({ i: index, name: `n${index}` }));

describe("exportResult", () => {
  it("[TOOL-4] keeps all rows of a table that shows only some, and names their file", async () => {
    await using context = createTestContext();
    const table = createTable(rows);
    const exported = await exportResult({ df: table, again: [table], report: { dropped: 3 } }, context.artifacts);
    const shown = { rows: 25_001, columns: 2, truncated: true, artifact: expect.stringMatching(/^[0-9a-f]{32}$/) };
    expect(exported).toMatchObject({ df: shown, again: [shown], report: { dropped: 3 } });
    const [id] = JSON.stringify(exported).match(/(?<="artifact":")[0-9a-f]+/g) ?? [];
    const artifact = await context.artifacts.find(String(id));
    expect(artifact).toMatchObject({ name: "table.ndjson", media_type: "application/x-ndjson" });
    const lines = readFileSync(artifact?.path ?? "", "utf8")
      .trimEnd()
      .split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual(rows);
    // One table is kept once, however often it stands in the result.
    expect(new Set(JSON.stringify(exported).match(/"artifact":"[0-9a-f]+"/g)).size).toBe(1);
  });

  it("has the table write itself as Parquet where it can", async () => {
    await using context = createTestContext();
    const table = Object.create(createTable(rows), {
      toParquet: { value: async (path: string) => writeFileSync(path, "PAR1") },
    });
    const exported = await exportResult(table, context.artifacts);
    const { artifact } = JSON.parse(JSON.stringify(exported));
    expect(await context.artifacts.find(artifact)).toMatchObject({
      name: "table.parquet",
      media_type: "application/vnd.apache.parquet",
      bytes: 4,
    });
  });

  it("leaves everything else as it is, and small tables without a file", async () => {
    await using context = createTestContext();
    const small = createTable([{ a: 1 }]);
    expect(await exportResult(small, context.artifacts)).toEqual(JSON.parse(JSON.stringify(small)));
    const data = { list: [1, { a: null }], bytes: new Uint8Array(3), when: new Date(0) };
    expect(await exportResult(data, context.artifacts)).toBe(data);
    for (const value of [null, undefined, 7, "text", []]) {
      expect(await exportResult(value, context.artifacts)).toBe(value);
    }
  });
});
