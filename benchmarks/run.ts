/** Runs benchmarks by the names of their folders, one after another: `run.ts sequence --brief`. All of them without a name. */
import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { usage } from "./harness/options.ts";

const folder = fileURLToPath(new URL(".", import.meta.url));
const known = globSync("*/bench.ts", { cwd: folder }).map(dirname).sort();
const args = process.argv.slice(2);
const [first] = args;
const isNamed = first !== undefined && !first.startsWith("-");

if (isNamed && !known.includes(first)) {
  console.error(`Unknown benchmark '${first}'; there are ${known.join(", ")}. ${usage}`);
  process.exit(2);
}

for (const name of isNamed ? [first] : known) {
  const own = isNamed ? args.slice(1) : args;
  const script = fileURLToPath(new URL(`${name}/bench.ts`, import.meta.url));
  const { status } = spawnSync(process.execPath, ["--conditions=aiecs-source", script, ...own], { stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
  console.log();
}
