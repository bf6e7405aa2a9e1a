import { inspect } from "node:util";
import type { ErrorCode } from "#contracts/error-code.ts";
import { errorTable } from "#contracts/error-table.ts";
import { ExecutionError } from "#contracts/errors.ts";
import { fromWireError, toWireError } from "#contracts/wire-error.ts";
import type { Thrown } from "./messages.ts";

/** Longer chains of causes are cut; they may be circular. */
const maxCauses = 4;

/** Anything thrown, as plain data. Never throws itself, whatever it is given. */
export function toThrown(thrown: unknown, causesLeft: number = maxCauses): Thrown {
  try {
    if (thrown instanceof Error) return toThrownError(thrown, causesLeft);
    return { kind: "value", value: isPrimitive(thrown) ? thrown : inspect(thrown) };
  } catch (error) {
    return { kind: "value", value: `An error that cannot be read (${typeof error})` };
  }
}

/** The same again on the other side: an ExecutionError of the same class, an Error, or the thrown text. */
export function fromThrown(thrown: Thrown): unknown {
  if (thrown.kind === "value") return thrown.value;
  const cause = thrown.cause === undefined ? {} : { cause: fromThrown(thrown.cause) };
  if (thrown.kind === "execution") return withStack(fromWireError(thrown.error, cause), thrown.stack);
  const error = withStack(new Error(thrown.message, cause), thrown.stack);
  Object.defineProperty(error, "name", { value: thrown.name, configurable: true, writable: true });
  return Object.assign(error, thrown.fields);
}

function toThrownError(error: Error, causesLeft: number): Thrown {
  const cause = error.cause === undefined || causesLeft === 0 ? {} : { cause: toThrown(error.cause, causesLeft - 1) };
  const stack = String(error.stack);
  if (isExecutionError(error)) {
    const wire = toWireError(error);
    return { kind: "execution", error: { ...wire, details: cloneable(wire.details) }, stack, ...cause };
  }
  return {
    kind: "error",
    name: error.name,
    message: error.message,
    stack,
    fields: plainFields(error),
    ...cause,
  };
}

/** Also of another copy of this package, which a tool may have loaded. */
function isExecutionError(error: Error): error is ExecutionError {
  if (error instanceof ExecutionError) return true;
  return "code" in error && isErrorCode(error.code) && "details" in error && typeof error.details === "object";
}

function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === "string" && Object.hasOwn(errorTable, code);
}

function isPrimitive(value: unknown): value is string | number | boolean | bigint | null | undefined {
  return value === null || (typeof value !== "object" && typeof value !== "function" && typeof value !== "symbol");
}

function cloneable(details: ExecutionError["details"]): ExecutionError["details"] {
  try {
    return structuredClone(details);
  } catch {
    // Details hold facts for people: what cannot be sent as it is, is sent as text.
    return Object.fromEntries(Object.entries(details ?? {}).map(([name, value]) => [name, inspect(value)]));
  }
}

function plainFields(error: Error): { readonly [name: string]: string | number | boolean | null } {
  const fields: Record<string, string | number | boolean | null> = {};
  for (const [name, value] of Object.entries(error)) {
    const isPlain = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
    if ((isPlain || value === null) && name !== "name" && name !== "message") fields[name] = value;
  }
  return fields;
}

function withStack<E extends Error>(error: E, stack: string): E {
  Object.defineProperty(error, "stack", { value: stack, configurable: true, writable: true });
  return error;
}
