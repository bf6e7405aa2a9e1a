import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createTestContext } from "@aiecs/core/testing";
import { describe, expect, it } from "vitest";
import { lineOfByte, lineOfRecord } from "./locate.ts";

async function withFile<T>(content: string, use: (path: string) => Promise<T>): Promise<T> {
  await using context = createTestContext();
  const path = join(context.folder, "x.csv");
  await writeFile(path, content);
  return await use(path);
}

describe("lineOfByte", () => {
  it("counts every kind of line end once", async () => {
    const content = "a\nb\r\nc\rd";
    const lines = await withFile(content, (path) => Promise.all([...content].map((_, byte) => lineOfByte(path, byte))));
    expect(lines).toEqual([1, 1, 2, 2, 3, 3, 3, 4]);
  });
});

describe("lineOfRecord", () => {
  const place = { delimiter: ",", blankCounts: false };

  it("counts line breaks within quotes and blank lines between records", async () => {
    const content = '\nh,"x\ny"\r\n1,2\r\n\r\n"a ""\n"" b",5" pipe\n3,"4\n\n"\n5,6';
    const lines = await withFile(content, (path) =>
      Promise.all([0, 1, 2, 3].map((record) => lineOfRecord(path, { ...place, record }))),
    );
    expect(lines).toEqual([4, 6, 8, 11]);
  });

  it("takes a blank line for a record where there is one column", async () => {
    const lines = await withFile("h\n1\n\n2\n", (path) =>
      Promise.all([0, 1, 2].map((record) => lineOfRecord(path, { ...place, record, blankCounts: true }))),
    );
    expect(lines).toEqual([2, 3, 4]);
  });
});
