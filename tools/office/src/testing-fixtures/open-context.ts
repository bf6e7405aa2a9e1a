import { execFileSync } from "node:child_process";
import { createTestContext } from "@aiecs/core/testing";
import { OfficeProcesses } from "#conversion/office-processes.ts";

type OfficeContext = ReturnType<typeof createTestContext<OfficeProcesses>>;

/** A context whose tool converts, by LibreOffice or by whatever program is named. */
export function openContext(options: { readonly command?: string } = {}): OfficeContext {
  const { command } = options;
  const program =
    command === undefined ? {} : { program: { name: "LibreOffice", commands: [command], install: "get it" } };
  const instance = new OfficeProcesses({ fileTimeoutMs: 60_000, ...program });
  const context = createTestContext<OfficeProcesses>({ instance });
  const removeFolder = context[Symbol.asyncDispose];
  const dispose = async (): Promise<void> => {
    await instance[Symbol.asyncDispose]();
    await removeFolder();
  };
  return Object.assign(context, { [Symbol.asyncDispose]: dispose });
}

/** Whether LibreOffice is installed; tests of it are left out elsewhere. */
export function hasLibreOffice(): boolean {
  try {
    execFileSync("soffice", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/**
 * How many LibreOffice run that were started for a folder, by their profiles: each has its own, and a helper that one
 * starts bears its name and arguments for a moment.
 */
export function countOffices(folder: string): number {
  const lines = execFileSync("ps", ["-eo", "args"], { encoding: "utf8" }).split("\n");
  const offices = lines.filter((line) => line.includes("soffice.bin") && line.includes(folder));
  return new Set(offices.map((line) => /-env:UserInstallation=(\S+)/.exec(line)?.[1])).size;
}
