import type { Artifact } from "#contracts/artifact-store.ts";
import { ValidationError } from "#contracts/errors.ts";
import type { JsonSchema } from "#contracts/json-schema.ts";
import type { ToolContext } from "#contracts/tool-context.ts";
import { artifactJsonSchema, isArtifact } from "./artifact-schema.ts";
import { describeInput } from "./describe-input.ts";

/** What a file parameter takes, images among them: a path, or a file that an earlier step made. */
export type FileInput = string | Artifact;

/** A file that may be read. */
export type InputFile = {
  /** As the caller named it, for messages. */
  readonly name: string;
  /** The real path, checked. */
  readonly path: string;
};

/** What reading files needs of a call. */
export type FileContext = Pick<ToolContext, "files" | "artifacts" | "limits">;

const expected = "expected the path of a file, or an artifact";

/** A parameter that takes one file. */
export const fileInputJsonSchema: JsonSchema = {
  description: "The path of a file, or an artifact.",
  anyOf: [{ type: "string", minLength: 1 }, artifactJsonSchema],
};

/** A parameter that takes one file or a list of them. */
export const fileInputsJsonSchema: JsonSchema = {
  description: "The path of a file, an artifact, or a list of them.",
  anyOf: [{ type: "string", minLength: 1 }, artifactJsonSchema, { type: "array", items: fileInputJsonSchema }],
};

/** Whether a value may stand for one file, as far as its shape tells; for schemas. */
export function isFileInput(value: unknown): value is FileInput {
  return (typeof value === "string" && value !== "") || isArtifact(value);
}

/** Whether a value may stand for one file or a list of them; for schemas. */
export function isFileInputs(value: unknown): value is FileInput | readonly FileInput[] {
  return isFileInput(value) || (Array.isArray(value) && value.every(isFileInput));
}

/** What to say of a value that `isFileInput` or `isFileInputs` refused; takes what zod gives to `error`. */
export function fileInputError(issue: { readonly input?: unknown }): string {
  const { input } = issue;
  if (!Array.isArray(input)) return `${expected}, received ${describeInput(input)}`;
  const odd = input.findIndex((item) => !isFileInput(item));
  if (odd === -1) return `${expected}, received a list`;
  return `${expected}, received a list whose item ${odd} is ${describeInput(input[odd])}`;
}

/**
 * The files that a parameter stands for, in its order; an empty list gives none.
 *
 * @throws E001 for what is no file, is missing, too large or may not be read
 */
export async function readFileInputs(
  value: FileInput | readonly FileInput[],
  context: FileContext,
): Promise<readonly InputFile[]> {
  if (!isFileInputs(value)) throw new ValidationError(`Invalid file: ${fileInputError({ input: value })}`);
  const inputs: readonly FileInput[] = isFileInput(value) ? [value] : value;
  return await Promise.all(
    inputs.map(async (input) => {
      if (typeof input === "string") return { name: input, path: await context.files.readable(input) };
      return { name: input.name, path: await pathOfArtifact(input, context) };
    }),
  );
}

/**
 * Where an artifact's file is: what the user's tasks made is found by its id, whatever task it came from; anything else
 * is judged as a path.
 *
 * @throws E001 for a file that may not be read or is too large
 */
export async function pathOfArtifact(artifact: Artifact, { files, artifacts, limits }: FileContext): Promise<string> {
  const kept = await artifacts.find(artifact.id);
  if (!kept) return await files.readable(artifact.path);
  if (kept.bytes <= limits.max_file_bytes) return kept.path;
  throw new ValidationError(
    `File too large: '${kept.name}' has ${kept.bytes} bytes, the config's limits.max_file_bytes allows ${limits.max_file_bytes}`,
    { details: { path: kept.path, bytes: kept.bytes, max_file_bytes: limits.max_file_bytes } },
  );
}
