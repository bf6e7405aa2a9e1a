import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Project } from "./write-project.ts";

export type TypeCosts = { readonly instantiations: number; readonly checkMs: number; readonly memoryMiB: number };

const compiler = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));

/**
 * Checks a project's types with one checker, so that the count is the same on every machine.
 *
 * @throws when the project does not compile, with the compiler's words
 */
export function countInstantiations({ folder }: Project): TypeCosts {
  const args = [compiler, "--project", folder, "--extendedDiagnostics", "--singleThreaded", "--pretty", "false"];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`The generated project does not compile:\n${(stdout + stderr).slice(0, 4000)}`);
  return {
    instantiations: readFigure(stdout, "Instantiations"),
    checkMs: readFigure(stdout, "Total time") * 1000,
    memoryMiB: readFigure(stdout, "Memory used") / 1024,
  };
}

function readFigure(diagnostics: string, name: string): number {
  const value = new RegExp(`^${name}:\\s+([\\d.]+)`, "m").exec(diagnostics)?.[1];
  if (value === undefined) throw new Error(`The compiler says nothing of "${name}":\n${diagnostics}`);
  return Number(value);
}
