import { readFile } from "node:fs/promises";
import type { Artifact } from "#contracts/artifact-store.ts";
import { ValidationError } from "#contracts/errors.ts";
import type { JsonSchema } from "#contracts/json-schema.ts";
import { artifactJsonSchema, isArtifact } from "./artifact-schema.ts";
import { describeInput } from "./describe-input.ts";
import { type FileContext, type InputFile, locateArtifact } from "./file-input.ts";

/** What a text parameter takes: a text, the path of a text file, an earlier result that has a `text`, or an artifact. */
export type TextInput = string | { readonly text: string } | Artifact;

/** A text, and the file it was read from; null where it was given as it is. */
export type TextSource = { readonly text: string; readonly source: string | null };

const expected = "expected a text (a string, the path of a text file, an earlier result with a text, or an artifact)";
const textFile = /\.(?:txt|text|md|markdown|html?|csv|tsv|json|ya?ml|xml|log|srt|tex)$/i;
const longestPath = 4_096;

/** A parameter that takes a text in any of the forms that `readText` reads. */
export const textInputJsonSchema: JsonSchema = {
  description: "A text: as it is, the path of a text file, an earlier step's result that has a text, or an artifact.",
  anyOf: [
    { type: "string", minLength: 1 },
    { type: "object", properties: { text: { type: "string" } }, required: ["text"] },
    artifactJsonSchema,
  ],
};

/** Whether a value may stand for a text, as far as its shape tells; for schemas. */
export function isTextInput(value: unknown): value is TextInput {
  return typeof value === "string" || textWithin(value) !== undefined || isArtifact(value);
}

/** What to say of a value that `isTextInput` refused; takes what zod gives to `error`. */
export function textInputError(issue: { readonly input?: unknown }): string {
  return `${expected}, received ${describeInput(issue.input)}`;
}

/**
 * The text that a parameter stands for. A string that ends like a text file is read when there is such a file where
 * files may be read; else it is the text.
 *
 * @throws E001 for what is no text, holds nothing but space, or is a file that is no UTF-8
 */
export async function readText(value: unknown, context: FileContext): Promise<TextSource> {
  const found = await findText(value, context);
  if (found.text.trim() !== "") return found;
  const where = found.source === null ? "an empty text" : `${found.source}, which is empty`;
  throw new ValidationError(`Invalid text: ${expected}, received ${where}`);
}

async function findText(value: unknown, context: FileContext): Promise<TextSource> {
  if (typeof value === "string") return (await readNamed(value, context)) ?? { text: value, source: null };
  const within = textWithin(value);
  if (within !== undefined) return { text: within, source: null };
  if (isArtifact(value)) return readTextFile(await locateArtifact(value, context));
  throw new ValidationError(`Invalid text: ${expected}, received ${describeInput(value)}`);
}

/** The file that a string names; undefined when it is no name of a file that may be read. */
async function readNamed(name: string, context: FileContext): Promise<TextSource | undefined> {
  if (name.length > longestPath || name.includes("\n") || !textFile.test(name)) return undefined;
  let path: string;
  try {
    path = await context.files.readable(name);
  } catch (error) {
    if (error instanceof ValidationError) return undefined;
    throw error;
  }
  return readTextFile({ name, path });
}

async function readTextFile({ name, path }: InputFile): Promise<TextSource> {
  const bytes = await readFile(path);
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), source: name };
  } catch (cause) {
    throw new ValidationError(
      `${name} is no text in UTF-8: save it as one, or read it with office_tool.read_document`,
      {
        cause,
      },
    );
  }
}

function textWithin(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const text: unknown = Object.getOwnPropertyDescriptor(value, "text")?.value;
  return typeof text === "string" ? text : undefined;
}
