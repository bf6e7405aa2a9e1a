import { constants, existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { configFromEnvironment, environmentVariables, resolveConfig, ValidationError } from "@aiecs/core";
import { InputError } from "#command-line/input-error.ts";
import { type LoadedConfig, loadConfig, noConfig } from "#config/load-config.ts";
import { problemLines } from "#output/problem-lines.ts";
import type { Finding } from "./finding.ts";
import { isAccessible } from "./programs.ts";

/** The Node.js that runs this: an older one is stopped before it comes here. */
export function checkNode(): Finding {
  return { area: "node", name: "Node.js", status: "ok", detail: process.versions.node };
}

/** The config file: found and valid. One that is not gives an empty config, so that the rest can be looked at. */
export async function checkConfigFile(named: string | undefined): Promise<{
  readonly config: LoadedConfig;
  readonly finding: Finding;
}> {
  const name = "config file";
  const folder = process.cwd();
  try {
    const config = await loadConfig(named, folder);
    const detail = config.path ?? "none; the defaults hold (aiecs init writes one)";
    return { config, finding: { area: "config", name, status: config.path === undefined ? "note" : "ok", detail } };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const lines = await problemLines(error.problems, error.file);
    const detail = [error.message, ...lines].join("; ");
    return { config: noConfig(folder), finding: { area: "config", name, status: "problem", detail } };
  }
}

/** The variables that are set, whether they are valid, and those that look like ours and do nothing. */
export function checkEnvironment(): Finding[] {
  const findings: Finding[] = [];
  for (const [name, value = ""] of Object.entries(process.env)) {
    if (!name.startsWith("TOOL_EXECUTOR_") || value === "") continue;
    findings.push(
      environmentVariables.includes(name)
        ? checkVariable(name, value)
        : { area: "environment", name, status: "note", detail: "set, and without effect: it is not known" },
    );
  }
  return findings;
}

function checkVariable(name: string, value: string): Finding {
  try {
    resolveConfig(configFromEnvironment({ [name]: value }));
    return { area: "environment", name, status: "ok", detail: value };
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    return { area: "environment", name, status: "problem", detail: error.message };
  }
}

/** Whether operations can keep the files they make. */
export function checkArtifactsFolder({ executor }: LoadedConfig): Finding {
  const folder = resolve(executor.artifacts_folder ?? resolveConfig().artifacts_folder);
  let existing = folder;
  while (!existsSync(existing) && dirname(existing) !== existing) existing = dirname(existing);
  const name = "artifacts folder";
  if (isAccessible(existing, constants.W_OK)) return { area: "files", name, status: "ok", detail: folder };
  const detail = `${existing} cannot be written to`;
  return { area: "files", name, status: "problem", detail, fix: "Set artifacts_folder in the config file" };
}
