import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type ToolContext, ValidationError } from "@aiecs/core/toolkit";
import type { CorpusSource } from "./corpus-input.ts";
import { fileFormat } from "./file-format.ts";
import { fileSource } from "./file-source.ts";
import { inParts } from "./in-parts.ts";
import type { Remarks } from "./remarks.ts";
import { systemCode } from "./system-code.ts";

export type WalkOptions = {
  readonly context: Pick<ToolContext, "files" | "signal" | "limits">;
  readonly remarks: Remarks;
  readonly maxFiles: number;
};

/** `path` is real, `name` as it is told, `part` the folder where the walk began. */
export type Folder = { readonly path: string; readonly name: string; readonly part: string };

type Entry = { readonly entry: Dirent; readonly path: string; readonly name: string; readonly part: string };

/** A folder full of other files ends the search as well. */
const entriesPerFile = 10;

/**
 * The files of a folder and those below it that can be searched, in the order of their paths. Hidden files,
 * node_modules, links out of the allowed roots and folders met before are left out and counted.
 *
 * A file that is no link lies where its folder lies, so only folders and links are checked here; each file is checked
 * again when it is read.
 *
 * @throws E001 when there are more than `maxFiles`
 */
export async function walkFolder(root: Folder, options: WalkOptions): Promise<readonly CorpusSource[]> {
  const { context, remarks, maxFiles } = options;
  const found: CorpusSource[] = [];
  const visited = new Set<string>();
  let entries = 0;
  for (let level: readonly Folder[] = [root]; level.length > 0; ) {
    const fresh = level.filter(({ path, name }) => {
      if (visited.has(path)) remarks.skip("a folder that was met before", name);
      return !visited.has(path) && visited.add(path);
    });
    const below: Folder[] = [];
    for await (const listed of inParts(fresh, (folder) => list(folder, remarks), context.signal)) {
      entries += listed.length;
      for await (const places of inParts(listed.flat(), (entry) => look(entry, options), context.signal)) {
        for (const place of places) {
          if (place === undefined) continue;
          if ("content" in place) found.push(place);
          else below.push(place);
        }
        entries += places.length;
        if (found.length > maxFiles || entries > maxFiles * entriesPerFile) throw tooMany(root.name, maxFiles);
      }
    }
    level = below;
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What a folder holds, without what nobody means: hidden files and installed packages. */
async function list(folder: Folder, remarks: Remarks): Promise<readonly Entry[]> {
  let listed: Dirent[];
  try {
    listed = await readdir(folder.path, { withFileTypes: true });
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    remarks.skip(`cannot be opened (${code})`, folder.name);
    return [];
  }
  const entries: Entry[] = [];
  for (const entry of listed.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = join(folder.name, entry.name);
    if (entry.name.startsWith(".")) remarks.skip("hidden", name);
    else if (entry.name === "node_modules") remarks.skip("node_modules", name);
    else entries.push({ entry, name, path: join(folder.path, entry.name), part: folder.part });
  }
  return entries;
}

/** What an entry of a folder is: a file to search, a folder to walk, or nothing. */
async function look(place: Entry, options: WalkOptions): Promise<CorpusSource | Folder | undefined> {
  const { entry, name, path, part } = place;
  const { files } = options.context;
  try {
    if (entry.isFile()) return await lookAtFile(place, path, options);
    if (entry.isDirectory() || entry.isSymbolicLink()) {
      // Throws for what is closed to tools, and for a link that leads out.
      const found = await files.place(path);
      return found.isFolder ? { path: found.path, name, part } : await lookAtFile(place, found.path, options);
    }
    options.remarks.skip("a device, pipe or socket", name);
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined && !(error instanceof ValidationError)) throw error;
    options.remarks.skip(error instanceof ValidationError ? reasonOf(error) : `cannot be opened (${code})`, name);
  }
  return undefined;
}

async function lookAtFile(
  { name, part }: Entry,
  path: string,
  { context, remarks }: WalkOptions,
): Promise<CorpusSource | undefined> {
  if (fileFormat(name) === "unknown") {
    remarks.skip("not a text, table or document by its name", name);
    return undefined;
  }
  const source = await fileSource({ name, path, part, isNamed: false });
  if (source.bytes <= context.limits.max_file_bytes) return source;
  remarks.skip("larger than the config's limits.max_file_bytes", name);
  return undefined;
}

/** Why a file that was found in a folder cannot be read, without its name. */
export function reasonOf({ details, message }: ValidationError): string {
  if ("bytes" in details) return "larger than the config's limits.max_file_bytes";
  if ("roots" in details) return "outside the folders that tools may use";
  if ("code" in details) return `cannot be opened (${String(details.code)})`;
  if (message.startsWith("Tools may not use")) return "closed to tools";
  return message.startsWith("File not found") ? "missing, or a link to nothing" : message;
}

function tooMany(name: string, maxFiles: number): ValidationError {
  return new ValidationError(
    `'${name}' holds too many files: expected at most ${maxFiles} texts, tables and documents (and ${maxFiles * entriesPerFile} files of any kind); name a smaller folder, or raise max_files in the settings of research_tool`,
  );
}
