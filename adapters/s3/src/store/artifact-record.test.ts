import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createArtifactId, isArtifactId, parseRecord, taskPart, taskPartOf, toJsonBytes } from "./artifact-record.ts";

const record = {
  id: "0123456789abcdef0123456789abcdef",
  name: "a.txt",
  media_type: "text/plain",
  bytes: 1,
  sha256: "f".repeat(64),
  taskId: "t",
  userId: undefined,
  createdAt: new Date(1_000),
  order: 5,
};

describe("records", () => {
  it("come back as they were written, whatever ids and kinds hold", () => {
    const anyText = fc.string({ unit: "binary", maxLength: 50 });
    fc.assert(
      fc.property(anyText, fc.option(anyText, { nil: undefined }), anyText, (taskId, userId, media_type) => {
        const written = { ...record, taskId, userId, media_type };
        expect(parseRecord(toJsonBytes(written))).toEqual(written);
      }),
    );
  });

  it("are none when they were changed from outside", () => {
    const broken: readonly unknown[] = [
      null,
      [],
      {},
      { ...record, id: "../x" },
      { ...record, name: "../../etc/passwd" },
      { ...record, name: ".." },
      { ...record, name: "" },
      { ...record, bytes: -1 },
      { ...record, bytes: "1" },
      { ...record, userId: 1 },
      { ...record, createdAt: "yesterday" },
      { ...record, order: null },
    ];
    for (const value of broken) expect(parseRecord(Buffer.from(JSON.stringify(value)))).toBeUndefined();
    expect(parseRecord(Buffer.from("{"))).toBeUndefined();
    expect(parseRecord(Buffer.from('{"__proto__":{"id":"x"}}'))).toBeUndefined();
  });
});

describe("ids", () => {
  it("begin with their task's part, and are never the same", () => {
    for (const taskId of ["", "t", "\0", "\ud800", "\ud801", "a/b", "x".repeat(1_000)]) {
      const ids = [createArtifactId(taskId), createArtifactId(taskId)];
      expect(new Set(ids).size).toBe(2);
      for (const id of ids) expect([isArtifactId(id), taskPartOf(id)]).toEqual([true, taskPart(taskId)]);
    }
    expect(taskPart("\ud800")).not.toBe(taskPart("\ud801"));
  });
});
