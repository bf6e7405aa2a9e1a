/** Builds every package and checks it as its users get it: exports, contents, size, and that the built form runs. */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, globSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";

const mebibyte = 1024 * 1024;
const maxCoreBytes = 15 * mebibyte;
const failures: string[] = [];

function run(command: string, args: readonly string[], cwd = "."): string {
  return execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}

/** Bytes of a folder, links not followed. */
function sizeOf(folder: string): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

type Manifest = { readonly name: string; readonly dependencies?: { readonly [name: string]: string } };

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
}

/** The folders of a package's dependencies, those of dependencies included. */
function closureOf(folder: string, seen: Set<string> = new Set()): Set<string> {
  for (const name of Object.keys(readManifest(folder).dependencies ?? {})) {
    const nested = join(folder, "node_modules", name);
    const found = realpathSync(existsSync(nested) ? nested : join("node_modules", name));
    if (seen.has(found)) continue;
    seen.add(found);
    closureOf(found, seen);
  }
  return seen;
}

run("node", ["scripts/build.ts"]);
const folders = globSync(["packages/*", "adapters/*", "tools/*"]).filter((folder) =>
  existsSync(join(folder, "package.json")),
);

for (const folder of folders) {
  const { name } = readManifest(folder);
  if (spawnSync("publint", ["--strict", folder], { stdio: "inherit" }).status !== 0) failures.push(`${name}: publint`);
  const packed = JSON.parse(run("npm", ["pack", "--dry-run", "--json", "--loglevel=error"], folder)) as [
    { readonly size: number; readonly files: readonly { readonly path: string }[] },
  ];
  const stray = packed[0].files.filter(({ path }) => /\.test\.|testing-fixtures|\.tsbuildinfo$/.test(path));
  if (stray.length > 0) failures.push(`${name}: packs ${stray.map(({ path }) => path).join(", ")}`);
  console.log(`${name}: ${packed[0].files.length} files, ${(packed[0].size / 1024).toFixed(0)} kB packed`);
}

const coreBytes =
  sizeOf("packages/core/dist") + [...closureOf("packages/core")].reduce((sum, folder) => sum + sizeOf(folder), 0);
console.log(`@aiecs/core installed with its dependencies: ${(coreBytes / mebibyte).toFixed(1)} MB`);
if (coreBytes > maxCoreBytes)
  failures.push(`@aiecs/core installs ${(coreBytes / mebibyte).toFixed(1)} MB, more than 15 MB`);

// The built form, without the condition that points at the sources.
const built = run("node", ["packages/cli/dist/main.js", "tools", "--json"]);
const count = (JSON.parse(built) as unknown[]).length;
console.log(`The built command line lists ${count} tools`);
if (count < 4) failures.push("the built command line does not find the tools");

for (const failure of failures) console.error(`FAILED ${failure}`);
process.exitCode = failures.length > 0 ? 1 : 0;
