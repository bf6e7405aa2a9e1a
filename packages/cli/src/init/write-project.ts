import { existsSync, statSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { InputError } from "#command-line/input-error.ts";
import { ignoredFolder, projectFiles } from "./project-files.ts";

/**
 * Writes a new project into a folder, which is made if need be. Nothing is written when anything would be overwritten.
 *
 * @throws InputError naming what is there already, or why the folder cannot be written
 */
export async function writeProject(folder: string): Promise<readonly string[]> {
  const taken = [...projectFiles.keys()].filter((path) => existsSync(join(folder, path)));
  if (taken.length > 0) {
    throw new InputError(`Nothing was written, for these files are there already: ${taken.join(", ")}`, {
      hint: "Name another folder: aiecs init <dir>",
    });
  }
  try {
    for (const [path, content] of projectFiles) {
      const target = join(folder, path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, content, { flag: "wx" });
    }
    return [...projectFiles.keys(), ...(await ignoreRuns(join(folder, ".gitignore")))];
  } catch (error) {
    if (!(error instanceof Error && "syscall" in error)) throw error;
    const isFile = "code" in error && error.code === "EEXIST" && statSync(folder, { throwIfNoEntry: false })?.isFile();
    const reason = isFile ? "it is a file, and a folder is expected" : error.message;
    throw new InputError(`${folder} cannot be written to: ${reason}`, { cause: error });
  }
}

/** Adds the line to .gitignore unless it stands there; the rest of the file stays as it is. */
async function ignoreRuns(path: string): Promise<string[]> {
  const before = existsSync(path) ? await readFile(path, "utf8") : "";
  if (before.split(/\r?\n/).includes(ignoredFolder)) return [];
  const separator = before === "" || before.endsWith("\n") ? "" : "\n";
  await writeFile(path, `${before}${separator}${ignoredFolder}\n`);
  return [".gitignore"];
}
