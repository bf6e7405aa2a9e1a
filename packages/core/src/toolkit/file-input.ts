import type { ArtifactHandle } from "#contracts/artifact-store.ts";
import { ValidationError } from "#contracts/errors.ts";
import type { JsonSchema } from "#contracts/json-schema.ts";
import type { ToolContext } from "#contracts/tool-context.ts";
import { artifactHandleJsonSchema, isArtifactHandle } from "./artifact-schema.ts";
import { describeInput } from "./describe-input.ts";

/** What a file parameter takes, images among them: a path, or a file that an earlier step made. */
export type FileInput = string | ArtifactHandle;

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
  anyOf: [{ type: "string", minLength: 1 }, artifactHandleJsonSchema],
};

/** A parameter that takes one file or a list of them. */
export const fileInputsJsonSchema: JsonSchema = {
  description: "The path of a file, an artifact, or a list of them.",
  anyOf: [{ type: "string", minLength: 1 }, artifactHandleJsonSchema, { type: "array", items: fileInputJsonSchema }],
};

/** Whether a value may stand for one file, as far as its shape tells; for schemas. */
export function isFileInput(value: unknown): value is FileInput {
  return (typeof value === "string" && value !== "") || isArtifactHandle(value);
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
      return await locateArtifact(input, context);
    }),
  );
}

/**
 * The file of an artifact, given by its handle or its id: what the user's tasks made is found, whatever task it came
 * from; a handle that is not is judged as a path.
 *
 * @throws E001 for a file that may not be read, is gone or too large
 */
export async function locateArtifact(
  artifact: ArtifactHandle | string,
  { files, artifacts, limits }: FileContext,
): Promise<InputFile> {
  const id = typeof artifact === "string" ? artifact : artifact.id;
  const kept = await artifacts.find(id);
  if (!kept) {
    if (typeof artifact !== "string" && artifact.path !== undefined)
      return { name: artifact.name, path: await files.readable(artifact.path) };
    throw new ValidationError(`There is no artifact '${id}' any more: run the step that made it again`, {
      details: { artifact: id },
    });
  }
  const { name, path, bytes } = kept;
  if (bytes <= limits.max_file_bytes) return { name, path };
  throw new ValidationError(
    `File too large: '${name}' has ${bytes} bytes, the config's limits.max_file_bytes allows ${limits.max_file_bytes}`,
    { details: { path, bytes, max_file_bytes: limits.max_file_bytes } },
  );
}
