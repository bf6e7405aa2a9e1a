import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { InputError } from "#command-line/input-error.ts";

const stem = "aiecs.config.";
const readable = ["ts", "js", "yaml", "json"];
/** Spellings that look right and would be passed over in silence. */
const lookalikes = ["yml", "mts", "mjs", "cts", "cjs"];

/**
 * The config file in a folder, or undefined. Parent folders are not searched: a config file can be code, and code runs
 * only from where the user stands or points.
 *
 * @throws InputError when there are several, or one under a name that is not read
 */
export async function findConfig(folder: string): Promise<string | undefined> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.startsWith(stem));
  const extensionOf = (name: string): string => name.slice(stem.length);
  const found = names.filter((name) => readable.includes(extensionOf(name)));
  const passedOver = names.filter((name) => lookalikes.includes(extensionOf(name)));
  if (found.length + passedOver.length > 1) {
    throw new InputError(`There are several config files: ${[...found, ...passedOver].join(", ")}`, {
      hint: "Keep one, or name it with --config",
    });
  }
  if (passedOver[0] !== undefined) {
    throw new InputError(`${passedOver[0]} is not read`, {
      hint: `Name it aiecs.config.${readable.join(", aiecs.config.")}`,
    });
  }
  return found[0] === undefined ? undefined : join(resolve(folder), found[0]);
}
