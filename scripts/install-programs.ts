/**
 * Installs the system programs that manifests name, the repository's own among them, by apt, where they are missing and
 * that is permitted. Says what cannot be tested without the others; in CI that is a failure.
 */
import { spawnSync } from "node:child_process";
import { accessSync, constants, globSync, readFileSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

type Program = {
  readonly name: string;
  readonly commands: readonly string[];
  readonly purpose: string;
  readonly install: string;
};

type Manifest = { readonly aiecs?: { readonly programs?: readonly Program[] } };

const programs = globSync(["package.json", "{adapters,tools}/*/package.json"]).flatMap((path) => {
  const manifest: Manifest = JSON.parse(readFileSync(path, "utf8"));
  return manifest.aiecs?.programs ?? [];
});

const missing = programs.filter(isMissing);
if (missing.length > 0) installByApt(missing);
const stillMissing = missing.filter(isMissing);
for (const { name, purpose, install } of stillMissing) {
  console.error(`${name} is missing: ${purpose} cannot be tested. Install it: ${install}`);
}
if (stillMissing.length > 0 && process.env.CI) process.exitCode = 1;

function isMissing({ commands }: Program): boolean {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const isThere = (command: string): boolean =>
    // Some packages put their programs where the path does not lead.
    isAbsolute(command)
      ? globSync(command).some(isExecutable)
      : folders.some((folder) => isExecutable(join(folder, command)));
  return !commands.some(isThere);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function installByApt(wanted: readonly Program[]): void {
  const packages = wanted.flatMap(({ install }) => /^apt-get install (.+)$/.exec(install)?.[1]?.split(" ") ?? []);
  const sudo = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  const run = (...args: readonly string[]): boolean => {
    const [command = "", ...rest] = [...sudo, "apt-get", ...args];
    return spawnSync(command, rest, { stdio: ["ignore", "ignore", "inherit"] }).status === 0;
  };
  console.log(`Installing ${wanted.map(({ name }) => name).join(", ")} by apt-get`);
  const install = ["install", "-y", "-qq", "--no-install-recommends", ...packages];
  // The lists of packages may be old, or missing altogether.
  if (!run(...install)) void (run("update", "-qq") && run(...install));
}
