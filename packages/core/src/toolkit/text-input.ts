import { readFile } from "node:fs/promises";
import type { ArtifactHandle } from "#contracts/artifact-store.ts";
import { ValidationError } from "#contracts/errors.ts";
import type { JsonSchema } from "#contracts/json-schema.ts";
import { artifactHandleJsonSchema, isArtifactHandle } from "./artifact-schema.ts";
import { describeInput } from "./describe-input.ts";
import { type FileContext, type InputFile, locateArtifact } from "./file-input.ts";

/** What a text parameter takes: a text, the path of a text file, an earlier result that has a `text`, or an artifact. */
export type TextInput = string | { readonly text: string } | ArtifactHandle;

/** A text, and the file it was read from; null where it was given as it is. */
export type TextSource = { readonly text: string; readonly source: string | null };

export type ReadTextOptions = {
  /** The parameter, for messages. @default "text" */
  readonly name?: string;
  /** Properties of an earlier result that hold a text and are looked for before `text`, for example `markdown`. @default none */
  readonly keys?: readonly string[];
  /** In UTF-16 code units. @default no limit but that of files */
  readonly maxLength?: number;
};

const expected = "expected a text (a string, the path of a text file, an earlier result with a text, or an artifact)";
const textFile = /\.(?:txt|text|md|markdown|html?|csv|tsv|json|ya?ml|xml|log|srt|tex)$/i;
/** Types whose content is no text, even where its bytes happen to be some. */
const noText = /^(?:image|audio|video|font)\/(?!svg\+xml)|^application\/pdf$/;
const longestPath = 4_096;

/** A parameter that takes a text in any of the forms that `readText` reads. */
export const textInputJsonSchema: JsonSchema = {
  description: "A text: as it is, the path of a text file, an earlier step's result that has a text, or an artifact.",
  anyOf: [
    { type: "string", minLength: 1 },
    { type: "object", properties: { text: { type: "string" } }, required: ["text"] },
    artifactHandleJsonSchema,
  ],
};

/** Whether a value may stand for a text, as far as its shape tells; for schemas. */
export function isTextInput(value: unknown): value is TextInput {
  return typeof value === "string" || textWithin(value, ["text"]) !== undefined || isArtifactHandle(value);
}

/** What to say of a value that `isTextInput` refused; takes what zod gives to `error`. */
export function textInputError(issue: { readonly input?: unknown }): string {
  return `${expected}, received ${describeInput(issue.input)}`;
}

/**
 * The text that a parameter stands for. A string that ends like a text file is read when there is such a file where
 * files may be read; else it is the text.
 *
 * @throws E001 naming the parameter for what is no text, holds nothing but space, is too long, or is a file that is no
 * UTF-8
 */
export async function readText(
  value: unknown,
  context: FileContext,
  { name = "text", keys = [], maxLength = Number.POSITIVE_INFINITY }: ReadTextOptions = {},
): Promise<TextSource> {
  const found = await findText(value, context, name, [...keys, "text"]);
  const { text, source } = found;
  if (text.length > maxLength) {
    const from = source === null ? "" : ` of ${source}`;
    throw new ValidationError(`${name}: expected at most ${maxLength} characters, received ${text.length}${from}`);
  }
  if (text.trim() !== "") return found;
  throw new ValidationError(
    `${name}: ${expected}, received ${source === null ? "an empty text" : `${source}, which is empty`}`,
  );
}

async function findText(
  value: unknown,
  context: FileContext,
  name: string,
  keys: readonly string[],
): Promise<TextSource> {
  if (typeof value === "string") return (await readNamed(value, context, name)) ?? { text: value, source: null };
  const within = textWithin(value, keys);
  if (within !== undefined) return { text: within, source: null };
  if (isArtifactHandle(value)) {
    if (!noText.test(value.media_type)) return readTextFile(await locateArtifact(value, context), name);
    throw new ValidationError(
      `${name}: expected an artifact that holds text, received ${value.media_type} (${value.name})`,
    );
  }
  throw new ValidationError(`${name}: ${expected}, received ${describeInput(value)}`);
}

/** The file that a string names; undefined when it is no name of a file that may be read. */
async function readNamed(value: string, context: FileContext, name: string): Promise<TextSource | undefined> {
  if (value.length > longestPath || value.includes("\n") || !textFile.test(value)) return undefined;
  let path: string;
  try {
    path = await context.files.readable(value);
  } catch (error) {
    // What names no readable file is a text that happens to look like one; a file that is too large was meant.
    if (error instanceof ValidationError && !("bytes" in error.details)) return undefined;
    throw error;
  }
  return readTextFile({ name: value, path }, name);
}

async function readTextFile(file: InputFile, name: string): Promise<TextSource> {
  const bytes = await readFile(file.path);
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), source: file.name };
  } catch (cause) {
    throw new ValidationError(
      `${name}: ${file.name} is no text in UTF-8: save it as one, or read it with office_tool.read_document`,
      { cause },
    );
  }
}

function textWithin(value: unknown, keys: readonly string[]): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  for (const key of keys) {
    const text: unknown = Object.getOwnPropertyDescriptor(value, key)?.value;
    if (typeof text === "string") return text;
  }
  return undefined;
}
