import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The files of a TypeScript project, by their path in its `src`. */
export type ProjectFiles = { readonly [path: string]: string };

export type Project = Disposable & { readonly folder: string };

const tsconfig = {
  compilerOptions: {
    target: "es2024",
    lib: ["es2025", "esnext.disposable", "esnext.iterator"],
    module: "nodenext",
    moduleResolution: "nodenext",
    customConditions: ["aiecs-source"],
    allowImportingTsExtensions: true,
    typeRoots: [fileURLToPath(new URL("../../node_modules/@types", import.meta.url))],
    types: ["node"],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true,
    noEmit: true,
  },
  include: ["src"],
};

/** Writes a project into a folder of its own, which goes when the project is disposed. `modules` is its node_modules. */
export function writeProject(files: ProjectFiles, modules: string): Project {
  const folder = mkdtempSync(join(tmpdir(), "aiecs-types-"));
  mkdirSync(join(folder, "src"));
  symlinkSync(modules, join(folder, "node_modules"), "junction");
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "typed", private: true, type: "module" }));
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(tsconfig));
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, "src", path), text);
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}
