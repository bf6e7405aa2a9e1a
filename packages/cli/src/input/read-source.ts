import { createReadStream } from "node:fs";
import { InputError } from "#command-line/input-error.ts";

/** What plans and inputs are read from, with the name that messages give it. */
export type Source = { readonly name: string; readonly bytes: Uint8Array };

/** The size above which a plan is refused anyway, so that more need not be read. */
const maxBytes = 16 * 1024 * 1024;

/**
 * Reads a file (or a pipe), or standard input for `-`.
 *
 * @throws InputError when it is missing, a folder, empty, not readable or larger than 16 MiB
 */
export async function readSource(path: string): Promise<Source> {
  const name = path === "-" ? "standard input" : path;
  const bytes = await readUpTo(path, name);
  if (bytes.length > maxBytes) throw new InputError(`${name} is larger than 16 MiB, the most that is read`);
  if (bytes.length === 0) throw new InputError(`${name} is empty`);
  return { name, bytes };
}

async function readUpTo(path: string, name: string): Promise<Uint8Array> {
  if (path === "-" && process.stdin.isTTY) process.stderr.write("Reading from the terminal; end with Ctrl-D.\n");
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of path === "-" ? process.stdin : createReadStream(path)) {
      const bytes = Buffer.from(chunk);
      chunks.push(bytes);
      length += bytes.length;
      if (length > maxBytes) break;
    }
  } catch (error) {
    throw new InputError(`${name} cannot be read: ${reasonOf(error)}`, { cause: error });
  }
  return Buffer.concat(chunks);
}

const reasons: { readonly [code: string]: string } = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder, and a file is expected",
  EACCES: "you are not allowed to read it",
  ENAMETOOLONG: "its name is too long",
};

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return reasons[code] ?? error.message;
}
