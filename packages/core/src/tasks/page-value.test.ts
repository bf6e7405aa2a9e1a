import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import type { StoredArtifact } from "#contracts/artifact-store.ts";
import { createTable } from "#toolkit/memory-table.ts";
import { pageValue } from "./page-value.ts";

const records = Array.from({ length: 250 }, (_, id) => ({ id, name: `Item ${id}`, price: id / 2 }));

function filesOf(content: { readonly [id: string]: { readonly bytes: Uint8Array; readonly mediaType: string } }) {
  const reads: number[] = [];
  return {
    reads,
    async find(id: string): Promise<StoredArtifact | undefined> {
      const file = content[id];
      if (!file) return undefined;
      const names = {
        id,
        name: id,
        path: `/${id}`,
        sha256: "",
        taskId: "t",
        userId: undefined,
        createdAt: new Date(0),
      };
      return { ...names, media_type: file.mediaType, bytes: file.bytes.length };
    },
    async *read(id: string, range: { readonly start?: number; readonly end?: number } = {}) {
      const bytes = content[id]?.bytes.subarray(range.start ?? 0, range.end) ?? new Uint8Array();
      reads.push(bytes.length);
      for (let at = 0; at < bytes.length; at += 1_000) yield bytes.subarray(at, at + 1_000);
    },
  };
}

describe("pageValue", () => {
  it("[TASK-5] pages through the rows of a table, with the columns that are wanted", async () => {
    const page = await pageValue(createTable(records), { offset: 240, limit: 5, select: ["id"] });
    expect(page).toEqual({
      kind: "rows",
      data: [240, 241, 242, 243, 244].map((id) => ({ id })),
      total: 250,
      next: 245,
      schema: [{ name: "id", type: "integer" }],
    });
    expect(await pageValue(createTable(records), { offset: 245 })).toMatchObject({ next: null });
  });

  it("names the columns when one is unknown", async () => {
    const reading = pageValue(createTable(records), { select: ["nam"] });
    await expect(reading).rejects.toMatchObject({ code: "E001", message: /did you mean "name"/ });
  });

  it("[TASK-5] finds what holds a text, capitals or not, and tells where to go on", async () => {
    const first = await pageValue(records, { grep: "ITEM 24", limit: 3 });
    expect(first).toMatchObject({ kind: "items", data: [{ id: 24 }, { id: 240 }, { id: 241 }], next: 242 });
    const second = await pageValue(records, { grep: "ITEM 24", limit: 100, offset: first.next ?? 0 });
    expect(second).toMatchObject({ next: null, data: { length: 8 } });
  });

  it("follows a path as references do, and says how far it exists", async () => {
    const whole = { data: { list: ["a", "b", "c"] } };
    expect(await pageValue(whole, { path: ".data.list", offset: 1, limit: 1 })).toEqual({
      kind: "items",
      data: ["b"],
      total: 3,
      next: 2,
    });
    expect(await pageValue(whole, { path: ".data.list[-1]" })).toMatchObject({ kind: "lines", data: ["c"] });
    await expect(pageValue(whole, { path: ".data.items" })).rejects.toMatchObject({ code: "E007" });
    await expect(pageValue(whole, { path: "data" })).rejects.toMatchObject({ code: "E007" });
    await expect(pageValue(whole, { path: ".__proto__" })).rejects.toMatchObject({ code: "E007" });
  });

  it("shows other values as they are, as JSON can show them", async () => {
    expect(await pageValue({ n: 1n, m: new Map([["a", 1]]) }, {})).toEqual({
      kind: "value",
      data: { n: "1", m: { a: 1 } },
      total: null,
      next: null,
    });
    expect(await pageValue({ a: 1, b: 2 }, { select: ["b", "toString"] })).toMatchObject({ data: { b: 2 } });
    expect(await pageValue(null, {})).toMatchObject({ kind: "value", data: null });
  });

  it("[TASK-5] reads the lines of a text file", async () => {
    const text = Array.from({ length: 5_000 }, (_, line) => `line ${line} ü`).join("\r\n");
    const files = filesOf({ f: { bytes: Buffer.from(text), mediaType: "text/csv; charset=utf-8" } });
    const handle = { id: "f", name: "f.csv", path: "/f.csv", media_type: "text/csv", bytes: 1, sha256: "0" };
    expect(await pageValue(handle, { offset: 4_998 }, files)).toEqual({
      kind: "lines",
      data: ["line 4998 ü", "line 4999 ü"],
      total: null,
      next: null,
    });
    expect(await pageValue(handle, { limit: 1 }, files)).toMatchObject({ next: 1 });
  });

  it("gives no file that the caller may not see", async () => {
    const json = { rows: 5, columns: 1, schema: [{ name: "a", type: "integer" }], data: [{ a: 1 }], artifact: "x" };
    await expect(pageValue(json, {}, filesOf({}))).rejects.toMatchObject({ name: "NotFoundError" });
  });

  it("[TASK-5] reads the rows of a Parquet file, of which it reads no more than it needs", async () => {
    const bytes = await readFile(new URL("fixtures/items.parquet", import.meta.url));
    const files = filesOf({ p: { bytes, mediaType: "application/vnd.apache.parquet" } });
    const handle = { id: "p", name: "p.parquet", path: "/p", media_type: "x/y", bytes: 1, sha256: "0" };
    const page = await pageValue(handle, { offset: 2_047, limit: 2 }, files);
    expect(page).toMatchObject({ kind: "rows", total: 2_500, next: 2_049 });
    expect(page.schema?.map(({ type }) => type)).toEqual([
      "integer",
      "number",
      "string",
      "date",
      "datetime",
      "datetime",
      "integer",
      "other",
      "boolean",
    ]);
    expect(page.data).toEqual([
      {
        id: 2_047,
        price: 511.75,
        name: "item 2047",
        day: "2026-01-08",
        at: "2026-01-01T12:34:07",
        at_utc: "2026-01-01T12:00:00.000250Z",
        big: "9007199254740993",
        pair: [2_047, 2_048],
        even: false,
      },
      expect.objectContaining({ id: 2_048, even: true }),
    ]);
    expect(await pageValue(handle, { grep: "ITEM 1234", select: ["name"] }, files)).toMatchObject({
      data: [{ name: "item 1234" }],
      next: null,
    });
    files.reads.length = 0;
    expect(await pageValue(handle, { limit: 1, select: ["even"] }, files)).toMatchObject({ data: [{ even: true }] });
    expect(files.reads.reduce((sum, read) => sum + read)).toBeLessThan(bytes.length / 2);
  });
});
