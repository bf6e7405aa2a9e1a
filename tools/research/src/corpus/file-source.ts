import { stat } from "node:fs/promises";
import type { CorpusSource } from "./corpus-input.ts";
import { fileFormat } from "./file-format.ts";

export type FoundFile = {
  readonly name: string;
  /** Real. */
  readonly path: string;
  readonly part: string;
  readonly isNamed: boolean;
};

/** A file as a source, with what tells whether it has changed. */
export async function fileSource({ name, path, part, isNamed }: FoundFile): Promise<CorpusSource> {
  const { size, mtimeMs, ino } = await stat(path);
  return {
    name,
    state: `${name}\n${path}\n${ino} ${size} ${mtimeMs}`,
    part,
    bytes: size,
    isNamed,
    content: { kind: "file", path, format: fileFormat(name) },
  };
}
