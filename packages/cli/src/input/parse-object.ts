import { InputError, type InputProblem } from "#command-line/input-error.ts";
import { problemsOf } from "#output/execution-problems.ts";

/** An object read from text, and that text. */
export type ParsedObject = { readonly value: Readonly<Record<string, unknown>>; readonly text: string };

/**
 * Parses an object from YAML or, since that is YAML too, from JSON.
 *
 * @throws InputError with line and column of every mistake, or when it is no object
 */
export async function parseObject(bytes: Uint8Array, name: string): Promise<ParsedObject> {
  const { LineCounter, parseDocument } = await import("yaml");
  const lines = new LineCounter();
  const text = decode(bytes, name);
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ message, pos }) => {
      const { line, col } = lines.linePos(pos[0]);
      return { message, line, column: col };
    });
    const faults = await faultsOf(bytes);
    throw new InputError("The file is neither YAML nor JSON", {
      file: name,
      problems: faults.length > 0 ? faults : problems,
    });
  }
  // A file that holds nothing but comments says nothing.
  const value: unknown = toValue(document, name) ?? {};
  if (!isObject(value)) throw new InputError("Expected an object of keys and values", { file: name });
  return { value, text };
}

/** What makes a text no data, in the words of the reader of plans, which knows where brackets open. */
async function faultsOf(bytes: Uint8Array): Promise<readonly InputProblem[]> {
  const { ExecutionError, parsePlan } = await import("@aiecs/core");
  try {
    parsePlan(bytes);
    return [];
  } catch (error) {
    if (!(error instanceof ExecutionError)) throw error;
    return problemsOf(error).filter(({ line, path }) => line !== undefined && !path);
  }
}

/** Aliases are resolved only here, where a file that grows without end is refused. */
function toValue(document: { toJS(): unknown }, name: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw new InputError(error instanceof Error ? error.message : String(error), { file: name, cause: error });
  }
}

function decode(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new InputError("Expected text in UTF-8; this is a binary file or another encoding", {
      file: name,
      cause: error,
    });
  }
}

/** Whether a value is an object of keys, not a list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
