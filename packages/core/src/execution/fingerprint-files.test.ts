import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fingerprintFiles } from "./fingerprint-files.ts";

describe("fingerprintFiles", () => {
  it("[CACHE-3] changes with a file's size and with its time, and when it appears", async () => {
    const folder = await mkdtemp(join(tmpdir(), "aiecs-"));
    const path = join(folder, "a.txt");
    const prints: string[] = [];
    const look = async () => {
      const print = await fingerprintFiles({ path }, ["path"]);
      prints.push(print.flat(2).join(" "));
    };
    await look();
    await writeFile(path, "one");
    await look();
    await look();
    await writeFile(path, "four");
    await look();
    await utimes(path, 1, 1);
    await look();
    expect(new Set(prints).size).toBe(4);
    expect(prints[1]).toBe(prints[2]);
    await rm(folder, { recursive: true });
  });

  it("looks at lists of paths, and at nothing that is no path", async () => {
    const params = { paths: ["/no/such", 7, "/nor/this"], path: undefined, other: "/not/named" };
    expect(await fingerprintFiles(params, ["paths", "path", "missing"])).toEqual([
      ["/no/such", null],
      ["/nor/this", null],
    ]);
    expect(await fingerprintFiles({}, [])).toEqual([]);
  });
});
