/** Builds every package for publishing: declarations and code by tsc, and the core bundled, since it is what all start with. */
import { execFileSync } from "node:child_process";
import { globSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { rolldown } from "rolldown";

for (const stale of globSync(["packages/*/dist", "adapters/*/dist", "tools/*/dist"]))
  rmSync(stale, { recursive: true });
execFileSync("tsc", ["-b", "tsconfig.build.json"], { stdio: "inherit" });

const core = resolve("packages/core");
/** A module a file costs more at start than the code in it: the core's 200 files become a few. */
const bundle = await rolldown({
  cwd: core,
  platform: "node",
  input: {
    index: "src/index.ts",
    "contracts/index": "src/contracts/index.ts",
    "tasks/service": "src/tasks/service.ts",
    "testing/index": "src/testing/index.ts",
    "toolkit/index": "src/toolkit/index.ts",
    // Started by its file name, which is relative to the chunk that starts it: both lie in `dist`.
    thread: "src/adapters/runner/threads/thread.ts",
  },
  external: (id) => !/^[.#/]/.test(id),
  resolve: { conditionNames: ["aiecs-source", "node", "import"] },
});
await bundle.write({ dir: `${core}/dist`, format: "esm", chunkFileNames: "[name].js", sourcemap: true });

/**
 * What a tool declares stands in one file: whoever lists tools loads it and no more. What operations do stays as it is,
 * loaded when it is called.
 */
for (const index of globSync("tools/*/dist/index.js")) {
  const tool = resolve(index, "../..");
  const declared = await rolldown({
    cwd: tool,
    platform: "node",
    input: resolve(index),
    external: (id) => !/^#schemas\/|\/dist\/(?:schemas\/|index\.js$)|^\.\//.test(id),
    resolve: { conditionNames: ["node", "import"] },
  });
  await declared.write({ file: resolve(index), format: "esm", sourcemap: true });
}
