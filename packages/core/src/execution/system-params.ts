import { ValidationError } from "#contracts/errors.ts";

const none: Readonly<Record<string, unknown>> = Object.freeze({});

/** Parameters as an object: absent means none. @throws E001 for anything else */
export function asParams(spec: string, params: unknown): Readonly<Record<string, unknown>> {
  if (params === undefined || params === null) return none;
  if (typeof params === "object" && !Array.isArray(params)) return params as Readonly<Record<string, unknown>>;
  const received = Array.isArray(params) ? "array" : typeof params;
  throw new ValidationError(`Invalid parameters for ${spec}: expected an object, received ${received}`);
}

/** Parameters without those that belong to the call: the caller's object stays as it is. */
export function withoutSystemParams(params: object): object {
  if (!("user_id" in params || "task_id" in params || "op" in params)) return params;
  const { user_id: _user, task_id: _task, op: _op, ...own } = params as Readonly<Record<string, unknown>>;
  return own;
}

/** The user or task that a call's parameters name, if they do. */
export function systemParam(params: object, name: "user_id" | "task_id"): string | undefined {
  const value: unknown = name in params ? Reflect.get(params, name) : undefined;
  return typeof value === "string" ? value : undefined;
}
