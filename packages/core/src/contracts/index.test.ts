import { globSync } from "node:fs";
import { basename, resolve } from "node:path";
import { rolldown } from "rolldown";
import { describe, expect, it } from "vitest";

describe("the contracts", () => {
  it("need nothing but themselves, so that they run in browsers", async () => {
    const folder = import.meta.dirname;
    const logs: string[] = [];
    await using bundle = await rolldown({
      input: resolve(folder, "index.ts"),
      platform: "browser",
      resolve: { conditionNames: ["aiecs-source", "import"] },
      onLog: (_level, log) => logs.push(log.message),
    });
    const { output } = await bundle.generate();
    const [chunk, ...others] = output;
    expect(others).toEqual([]);
    expect(chunk.imports).toEqual([]);
    expect(chunk.dynamicImports).toEqual([]);
    expect(logs).toEqual([]);
    const known = globSync(`${folder}/*.ts`).map((file) => basename(file));
    expect(chunk.moduleIds.length).toBeGreaterThan(5);
    for (const id of chunk.moduleIds) expect(known).toContain(basename(id));
  });
});
