import { ValidationError } from "#contracts/errors.ts";
import { hasReferences } from "#execution/references/scan.ts";

type SystemParam = "user_id" | "task_id";

const none: Readonly<Record<string, unknown>> = Object.freeze({});

/** Parameters as an object: absent means none. @throws E001 for anything else */
export function asParams(spec: string, params: unknown): Readonly<Record<string, unknown>> {
  if (params === undefined || params === null) return none;
  if (typeof params === "object" && !Array.isArray(params)) return params as Readonly<Record<string, unknown>>;
  const received = Array.isArray(params) ? "array" : typeof params;
  throw new ValidationError(`Invalid parameters for ${spec}: expected an object, received ${received}`);
}

/**
 * Parameters without those that belong to the call: the caller's object stays as it is.
 *
 * @throws E001 for a user or a task that is neither a text nor a number: whoever it means must not share results with
 * those who name nobody
 */
export function withoutSystemParams(params: object): object {
  if (!("user_id" in params || "task_id" in params || "op" in params)) return params;
  const { user_id: user, task_id: task, op: _op, ...own } = params as Readonly<Record<string, unknown>>;
  refuseStrange("user_id", user);
  refuseStrange("task_id", task);
  return own;
}

/** The user or task that a call's parameters name, if they do; a reference names nobody before it is resolved. */
export function systemParam(params: object, name: SystemParam): string | undefined {
  const value = resolvedSystemParam(params, name);
  return value !== undefined && hasReferences(value) ? undefined : value;
}

/** The same of parameters whose references are filled in: what looks like one now is data. */
export function resolvedSystemParam(params: object, name: SystemParam): string | undefined {
  if (!(name in params)) return undefined;
  const value: unknown = Reflect.get(params, name);
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "bigint" ? String(value) : undefined;
}

function refuseStrange(name: SystemParam, value: unknown): void {
  if (value === undefined || value === null) return;
  if (typeof value === "string" || typeof value === "number" || typeof value === "bigint") return;
  throw new ValidationError(`${name}: expected a text or a number, received ${typeof value}`);
}
