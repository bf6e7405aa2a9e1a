/** Finds import cycles, type imports included, over `./x.ts` and `#room/x.ts` specifiers. Prints each and exits 1. */
import { globSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";

const importPattern = /^\s*(?:import|export)\b[^"';]*?(?:from\s*)?"((?:\.{1,2}\/|#)[^"]+)"/gm;

/** What each source file imports, by path. */
export function readImports(files: readonly string[]): Map<string, string[]> {
  return new Map(
    files.map((file) => {
      const imported = Array.from(readFileSync(file, "utf8").matchAll(importPattern), (match) => match[1] ?? "");
      return [file, imported.map((specifier) => resolveSpecifier(file, specifier))];
    }),
  );
}

/** `#room/x.ts` is `src/room/x.ts` of the package that the file belongs to. */
function resolveSpecifier(file: string, specifier: string): string {
  if (!specifier.startsWith("#")) return normalize(join(dirname(file), specifier));
  const source = file.slice(0, file.indexOf("/src/") + "/src/".length);
  return join(source, specifier.slice(1));
}

/** The first cycle met from each file that is in one, as a path that ends where it began. */
export function findCycles(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  const trail: string[] = [];
  const visit = (file: string): void => {
    const seenAt = trail.indexOf(file);
    if (seenAt !== -1) {
      cycles.push([...trail.slice(seenAt), file]);
      return;
    }
    if (done.has(file)) return;
    trail.push(file);
    for (const next of imports.get(file) ?? []) visit(next);
    trail.pop();
    done.add(file);
  };
  for (const file of imports.keys()) visit(file);
  return cycles;
}

if (import.meta.main) {
  const files = globSync(["packages/*/src/**/*.ts", "adapters/*/src/**/*.ts", "tools/*/src/**/*.ts"]);
  const cycles = findCycles(readImports(files));
  for (const cycle of cycles) console.error(`Import cycle: ${cycle.map((file) => relative(".", file)).join(" -> ")}`);
  console.log(`${files.length} files, ${cycles.length} import cycles`);
  process.exitCode = cycles.length > 0 ? 1 : 0;
}
