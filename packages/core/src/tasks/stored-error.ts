import type { ExecutionError } from "#contracts/errors.ts";
import { toWireError, type WireError } from "#contracts/wire-error.ts";
import { toShown } from "./kept-value.ts";

const maxDetailsLength = 16_384;

/** An error as it is kept and told: without stacks and causes, and without details that are no data or too much. */
export function storedError(error: ExecutionError): WireError {
  return trimmed(toWireError(error));
}

/** The same of an error that an event carries. */
export function trimmed(error: WireError): WireError {
  if (Object.keys(error.details).length === 0) return error;
  const { results: _told, ...details } = error.details;
  const text = JSON.stringify(toShown(details));
  return { ...error, details: text.startsWith("{") && text.length <= maxDetailsLength ? JSON.parse(text) : {} };
}
