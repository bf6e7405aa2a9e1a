import { resolve } from "node:path";
import { rolldown } from "rolldown";
import { describe, expect, it } from "vitest";

const packages = resolve(import.meta.dirname, "../..");

/** All modules that a bundle for browsers holds, as paths from the packages' folder; what it could not take in is a problem. */
async function bundle(
  entry: string,
  conditions: readonly string[] = [],
): Promise<{ modules: string[]; problems: string[] }> {
  const problems: string[] = [];
  await using built = await rolldown({
    input: resolve(import.meta.dirname, entry),
    platform: "browser",
    resolve: { conditionNames: ["aiecs-source", ...conditions, "import"] },
    onLog: (_level, log) => problems.push(log.message),
  });
  const { output } = await built.generate();
  const chunks = output.filter((item) => item.type === "chunk");
  const files = new Set(chunks.map(({ fileName }) => fileName));
  const outside = chunks.flatMap(({ imports, dynamicImports }) => [...imports, ...dynamicImports]);
  problems.push(...outside.filter((name) => !files.has(name)));
  const modules = chunks.flatMap(({ moduleIds }) => moduleIds.map((id) => id.replace(`${packages}/`, "")));
  return { modules, problems };
}

function isAllowed(path: string): boolean {
  return /^core\/src\/contracts\/|^client\/src\/(?:client|remote)\/|node_modules\/eventsource-parser\/|rolldown/.test(
    path,
  );
}

describe("in a browser", () => {
  it("[CLIENT-1] the remote client is all of its own, without Node and without the executor", async () => {
    const { modules, problems } = await bundle("remote/index.ts");
    expect(problems).toEqual([]);
    expect(modules.filter((path) => !isAllowed(path))).toEqual([]);
    expect(modules).toContain("client/src/remote/http.ts");
  });

  it("[CLIENT-1] Aiecs takes no local mode along", async () => {
    const { modules, problems } = await bundle("index.ts", ["browser"]);
    expect(problems).toEqual([]);
    const rest = modules.filter((path) => !isAllowed(path)).sort();
    expect(rest).toEqual(["client/src/aiecs.ts", "client/src/index.ts", "client/src/local/refuse-local-client.ts"]);
  });
});
