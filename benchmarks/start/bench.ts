/** How long does it take to start, as multiples of an empty Node process? */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Goal, Item, Rows } from "../harness/benchmark.ts";
import { runBenchmark } from "../harness/run-benchmark.ts";

const module = new URL("items/command.ts", import.meta.url);
const cli = fileURLToPath(new URL("../../packages/cli/bin/aiecs.mjs", import.meta.url));
const isBuilt = ["core", "cli"].every((name) =>
  existsSync(new URL(`../../packages/${name}/dist/index.js`, import.meta.url)),
);

const fromSource = ["--conditions=aiecs-source"];

function item(kind: Item["kind"], name: string, args: readonly string[], needs: readonly string[] = []): Item {
  return { name, kind, module, settings: { args }, needs };
}

function ours(form: string, conditions: readonly string[]): Item[] {
  return [
    item("ours", `import @aiecs/core, ${form}`, [...conditions, "-e", 'import("@aiecs/core")']),
    item("ours", `aiecs --help, ${form}`, [...conditions, cli, "--help"]),
    item("ours", `aiecs tools, ${form}`, [...conditions, cli, "tools"]),
  ];
}

function peer(specifier: string): Item {
  const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
  return item("peer", `import ${specifier}`, ["-e", `import("${specifier}")`], [name]);
}

const items: readonly Item[] = [
  item("floor", "node -e 0", ["-e", "0"]),
  item("floor", "import zod", ["-e", 'import("zod")']),
  ...(isBuilt ? ours("built", []) : []),
  ...ours("from source", fromSource),
  ...["ai", "effect", "@langchain/core/tools", "@mastra/core/tools", "@mastra/core"].map(peer),
];

function goals(rows: Rows): Goal[] {
  const of = (name: string) => rows.figure(`${name}, built`, "ratio");
  return [
    { text: "import @aiecs/core, built: × empty process, at most 3.2", value: of("import @aiecs/core"), limit: 3.2 },
    { text: "aiecs --help, built: × empty process, at most 3", value: of("aiecs --help"), limit: 3 },
    { text: "aiecs tools, built: × empty process, at most 6", value: of("aiecs tools"), limit: 6 },
  ];
}

await runBenchmark({
  id: "PERF-9",
  title: "start of a whole process",
  items,
  measure: new URL("measure.ts", import.meta.url),
  settings: (brief) => ({ pairs: brief ? 1 : 9 }),
  columns: [
    { title: "ms", figure: "ms", range: true },
    { title: "× node -e 0", figure: "ratio", range: true },
  ],
  goals,
});
