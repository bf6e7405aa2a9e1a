/** Runs everything that must hold, one check after another, and says which failed. `check.ts lint types` runs those two. */
import { spawnSync } from "node:child_process";
import { readFailures } from "./failure-reporter.ts";

const checks: { readonly [name: string]: readonly string[] } = {
  programs: ["node", "scripts/install-programs.ts"],
  format: ["biome", "check", "--error-on-warnings", "."],
  lint: ["oxlint", "--type-aware", "--deny-warnings"],
  imports: ["node", "scripts/find-cycles.ts"],
  unused: ["knip", "--no-progress"],
  types: ["tsc", "--noEmit"],
  "type-budget": ["node", "scripts/check-type-budget.ts"],
  test: ["vitest", "run", "--reporter=default", "--reporter=./scripts/failure-reporter.ts"],
  packages: ["node", "scripts/check-packages.ts"],
};

const wanted = process.argv.slice(2);
const names = wanted.length > 0 ? wanted : Object.keys(checks);
const failed: string[] = [];

for (const name of names) {
  const [command, ...args] = checks[name] ?? [];
  if (command === undefined) {
    console.error(`Unknown check '${name}'; there are ${Object.keys(checks).join(", ")}`);
    process.exit(2);
  }
  const startedAt = performance.now();
  console.log(`\n== ${name}: ${[command, ...args].join(" ")}`);
  const { status } = spawnSync(command, args, { stdio: "inherit" });
  console.log(
    `== ${name} ${status === 0 ? "ok" : "FAILED"} in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`,
  );
  if (status !== 0) failed.push(name);
}

if (failed.includes("test")) console.log(readFailures());
console.log(failed.length === 0 ? "\nAll checks hold." : `\nFailed: ${failed.join(", ")}`);
console.log(`${names.length - failed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length > 0 ? 1 : 0;
