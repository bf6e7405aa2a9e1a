import { existsSync } from "node:fs";
import { createRequire } from "node:module";

const { resolve } = createRequire(import.meta.url);

/** The packages of these that cannot be found from the benchmarks' folder. */
export function missingPackages(names: readonly string[]): string[] {
  return names.filter((name) => {
    const folders = resolve.paths(name) ?? [];
    return !folders.some((folder) => existsSync(`${folder}/${name}/package.json`));
  });
}
