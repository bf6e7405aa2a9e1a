import { readFile } from "node:fs/promises";
import { isArtifact, type ToolContext, ValidationError } from "@aiecs/core/toolkit";
import { describeValue, isPlainObject } from "./plain-object.ts";

export type ReadText = {
  readonly text: string;
  /** Where the text came from when a name of a file was given. */
  readonly file?: string;
};

const textFile = /^[^\r\n]{1,1000}\.(?:txt|md|markdown|html?)$/i;

/** Texts longer than this would make thousands of pages. */
const maxLength = 4_000_000;

/**
 * A text parameter: the text itself, the name of a text file inside the allowed roots, an earlier result that has a
 * `text` (or one of `keys`), or an artifact that holds text.
 *
 * @throws E001 naming the parameter
 */
export async function readText(
  value: unknown,
  where: string,
  context: Pick<ToolContext, "files">,
  keys: readonly string[] = [],
): Promise<ReadText> {
  const read = await find(value, where, context, [...keys, "text"]);
  if (read.text.length <= maxLength) return read;
  throw new ValidationError(`${where}: expected at most ${maxLength} characters, received ${read.text.length}`);
}

async function find(
  value: unknown,
  where: string,
  context: Pick<ToolContext, "files">,
  keys: readonly string[],
): Promise<ReadText> {
  if (typeof value === "string") {
    const file = textFile.test(value) ? await existingFile(value, context) : undefined;
    return file === undefined ? { text: value } : { text: await readFile(file, "utf8"), file: value };
  }
  if (isArtifact(value)) {
    if (value.media_type.startsWith("text/"))
      return { text: await readFile(await context.files.readable(value.path), "utf8") };
    throw new ValidationError(
      `${where}: expected an artifact that holds text, received ${value.media_type} (${value.name})`,
    );
  }
  const texts = isPlainObject(value) ? keys.map((key) => value[key]) : [];
  const text = texts.find((candidate) => typeof candidate === "string");
  if (text !== undefined) return { text };
  throw new ValidationError(
    `${where}: expected a text, a result with a text, or an artifact that holds one, received ${describeValue(value)}`,
  );
}

/** A name that no readable file has is a text that happens to look like one. */
async function existingFile(name: string, { files }: Pick<ToolContext, "files">): Promise<string | undefined> {
  try {
    return await files.readable(name);
  } catch (error) {
    const isTooLarge = error instanceof ValidationError && "bytes" in error.details;
    if (isTooLarge || !(error instanceof ValidationError)) throw error;
    return undefined;
  }
}
