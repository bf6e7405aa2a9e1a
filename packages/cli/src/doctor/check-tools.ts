import { builtinTools } from "#config/builtin-tools.ts";
import type { LoadedConfig } from "#config/load-config.ts";
import { loadTool } from "#config/load-tools.ts";
import { type LocatedTool, locate, locateTools, type MissingTool } from "#config/locate-tools.ts";
import { lendCore } from "#config/resolve-module.ts";
import { checkPackage } from "./check-package.ts";
import type { Finding } from "./finding.ts";

/** Every tool that is asked for, and every built-in one: installed, loadable, with all that it needs. */
export async function checkTools(flags: readonly string[], config: LoadedConfig): Promise<Finding[]> {
  const cwd = process.cwd();
  const { found, missing } = locateTools({ flags, configured: config.tools, configFolder: config.folder, cwd });
  const asked = new Set([...found, ...missing].map(({ specifier }) => specifier));
  const others = builtinTools.filter((name) => !asked.has(name)).map((name) => locate(name, "built-in", cwd));
  lendCore();
  const [needed, unneeded] = await Promise.all([
    Promise.all([...found, ...missing].map(checkTool)),
    Promise.all(others.map(checkTool)),
  ]);
  return [...needed.flat(), ...unneeded.flat().map(asNote)];
}

/** What is wrong with a tool that is not used here does not matter here. */
function asNote(finding: Finding): Finding {
  return finding.status === "problem" ? { ...finding, status: "note" } : finding;
}

async function checkTool(located: LocatedTool | MissingTool): Promise<Finding[]> {
  const { specifier, origin } = located;
  if ("reason" in located) {
    const status = origin === "built-in" && !located.broken ? "note" : "problem";
    return [{ area: "tools", name: specifier, status, detail: status === "note" ? "not installed" : located.reason }];
  }
  const loaded = await loadTool(located);
  const packageFindings = isPackage(specifier) ? checkPackage(located) : [];
  if ("tool" in loaded) {
    return packageFindings.length > 0
      ? packageFindings
      : [{ area: "tools", name: specifier, status: "ok", detail: loaded.tool.name }];
  }
  return [
    ...packageFindings.filter(({ status }) => status === "problem"),
    { area: "tools", name: specifier, status: "problem", detail: loaded.problem.replace(`${specifier}: `, "") },
  ];
}

function isPackage(specifier: string): boolean {
  return /^(@[^/]+\/)?[^./][^/]*$/.test(specifier) && !/\.[cm]?[jt]s$/.test(specifier);
}
