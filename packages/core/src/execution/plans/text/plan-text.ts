import { ValidationError } from "#contracts/errors.ts";
import type { PlanError } from "#contracts/plan.ts";

const maxBytes = 16 * 1_048_576;

/** The text of a plan file. @throws E001 when it is too large, empty, or no UTF-8 text */
export function decodePlanText(source: string | Uint8Array): string {
  const bytes = typeof source === "string" ? Buffer.byteLength(source) : source.byteLength;
  if (bytes > maxBytes) {
    const got = (bytes / 1_048_576).toFixed(1);
    throw invalidPlan([onWhole(`the plan is too large: expected at most 16 MiB, got ${got} MiB`)]);
  }
  const text = typeof source === "string" ? withoutByteOrderMark(source) : decodeUtf8(source);
  if (text === undefined || text.includes("\0")) {
    throw invalidPlan([onWhole("expected JSON or YAML as UTF-8 text, received binary data")]);
  }
  if (text.trim() === "") throw invalidPlan([onWhole("the plan is empty: expected JSON or YAML with a list of steps")]);
  return text;
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    // Thrown for bytes that are no UTF-8, and for nothing else: the caller says so.
    return undefined;
  }
}

function withoutByteOrderMark(text: string): string {
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

/** An error about the plan as a whole. */
export function onWhole(message: string): PlanError {
  return { code: "E001", message, step: null, path: "" };
}

/** Every problem of a plan as one error: `details.errors` is the list, with lines and columns where there is a text. */
export function invalidPlan(errors: readonly PlanError[]): ValidationError {
  return new ValidationError(`Invalid plan: ${errors.map(formatError).join("; ")}`, { details: { errors } });
}

function formatError({ line, column, path, message }: PlanError): string {
  const place = line === undefined ? "" : `line ${line}, column ${column}: `;
  return `${place}${path === "" ? "" : `${path}: `}${message}`;
}
