import { DslEvaluationError, type ExecutionError, ValidationError } from "#contracts/errors.ts";
import { continuations, malformedReference, parseReferenceAt, type Reference } from "./parse.ts";

export type Template = {
  /** Text as it is, and references whose values go between. */
  readonly parts: readonly (string | Reference)[];
  /** What is wrong with it, the first hundred: E007, or E001 beyond the size limit. */
  readonly errors: readonly ExecutionError[];
};

const maxLength = 1_048_576;
const maxErrors = 100;

/** Whether anything in the text is a template: `{{` whose next character other than space is `$`. */
export function hasTemplate(text: string): boolean {
  return text.includes("{{") && findOpening(text, 0) !== undefined;
}

/** Reads the text from `start`. `{{ $$` is an escape: it gives the text `{{ $`. */
export function parseTemplate(text: string, start = 0): Template {
  if (text.length > maxLength) {
    const message = `Template is too large: expected at most ${maxLength} characters, got ${text.length}`;
    return { parts: [], errors: [new ValidationError(message)] };
  }
  const parts: (string | Reference)[] = [];
  const errors: ExecutionError[] = [];
  let literal = "";
  let at = start;
  for (let opening = findOpening(text, at); opening; opening = findOpening(text, at)) {
    const { braces, dollar } = opening;
    if (text.charAt(dollar + 1) === "$") {
      literal += text.slice(at, dollar);
      at = dollar + 1;
      continue;
    }
    try {
      const { reference, end } = parseReferenceAt(text, dollar);
      const closing = skipSpaces(text, end);
      if (!text.startsWith("}}", closing))
        throw malformedReference(text, closing, `${continuations(reference)} or '}}'`);
      literal += text.slice(at, braces);
      if (literal !== "") parts.push(literal);
      parts.push(reference);
      literal = "";
      at = closing + 2;
    } catch (error) {
      if (!(error instanceof DslEvaluationError)) throw error;
      errors.push(error);
      if (errors.length === maxErrors) return { parts: [], errors };
      const next = text.indexOf("}}", dollar);
      at = next === -1 ? text.length : next + 2;
    }
  }
  literal += text.slice(at);
  if (literal !== "" || parts.length === 0) parts.push(literal);
  return { parts, errors };
}

/** A value as a template shows it: strings as they are, all else as JSON. @throws E007 when it has no JSON form */
export function toTemplateText(value: unknown, reference: Reference): string {
  if (typeof value === "string") return value;
  try {
    const json: string | undefined = JSON.stringify(value);
    if (json !== undefined) return json;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DslEvaluationError(`'${reference.text}' cannot be put into text: it has no JSON form (${reason})`, {
      cause,
    });
  }
  throw new DslEvaluationError(`'${reference.text}' cannot be put into text: a ${typeof value} has no JSON form`);
}

function findOpening(text: string, from: number): { readonly braces: number; readonly dollar: number } | undefined {
  for (let braces = text.indexOf("{{", from); braces !== -1; braces = text.indexOf("{{", braces + 1)) {
    const dollar = skipSpaces(text, braces + 2);
    if (text.charAt(dollar) === "$") return { braces, dollar };
  }
  return undefined;
}

function skipSpaces(text: string, from: number): number {
  let at = from;
  for (let code = text.charCodeAt(at); code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d; ) {
    at++;
    code = text.charCodeAt(at);
  }
  return at;
}
