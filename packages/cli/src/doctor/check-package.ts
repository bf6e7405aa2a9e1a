import { readFileSync } from "node:fs";
import { findPackageJSON } from "node:module";
import type { LocatedTool } from "#config/locate-tools.ts";
import { isObject } from "#input/parse-object.ts";
import type { Finding } from "./finding.ts";
import { findProgram, programsOf } from "./programs.ts";

/** What a tool's package needs and has: its libraries, and the system programs its manifest names. */
export function checkPackage({ specifier, url }: LocatedTool): Finding[] {
  const path = findManifest(url);
  const manifest: unknown = path === undefined ? undefined : JSON.parse(readFileSync(path, "utf8"));
  if (!isObject(manifest)) return [];
  const libraries = Object.keys(isObject(manifest.dependencies) ? manifest.dependencies : {});
  const missing = libraries.filter((library) => findManifest(library, url) === undefined);
  const packageFinding: Finding =
    missing.length === 0
      ? { area: "tools", name: specifier, status: "ok", detail: `${String(manifest.version)}, with its libraries` }
      : {
          area: "tools",
          name: specifier,
          status: "problem",
          detail: `its libraries are not installed: ${missing.join(", ")}`,
          fix: `npm install ${missing.join(" ")}`,
        };
  return [packageFinding, ...programsOf(manifest).map((program) => findProgram(specifier, program))];
}

/** The package.json of a file, or of a package as that file would find it. */
function findManifest(specifier: string, from?: string): string | undefined {
  try {
    return findPackageJSON(specifier, from);
  } catch {
    return undefined; // Node throws where there is nothing at all.
  }
}
