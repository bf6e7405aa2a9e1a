import { ValidationError } from "#contracts/errors.ts";
import { isPlainArray, isPlainObject } from "#primitives/plain-data.ts";

const maxDepth = 100;

/**
 * A copy of what JSON keeps as it is; keys whose value is undefined are left out. What a task is to do must be the same
 * after it was written down and read again, perhaps elsewhere.
 *
 * @throws E001 naming the first part that JSON does not keep
 */
export function plainCopy(value: unknown, name: string): unknown {
  return copy(value, name, 1);
}

function copy(value: unknown, path: string, depth: number): unknown {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      if (Number.isFinite(value)) return value;
      throw notPlain(path, String(value));
    case "object":
      return value === null ? null : copyObject(value, path, depth);
    default:
      throw notPlain(path, `a ${typeof value}`);
  }
}

function copyObject(value: object, path: string, depth: number): unknown {
  if (depth > maxDepth) throw notPlain(path, `more than ${maxDepth} levels, or a cycle`);
  if (isPlainArray(value)) return value.map((item, index) => copy(item, `${path}[${index}]`, depth + 1));
  if (!isPlainObject(value)) throw notPlain(path, `an instance of ${value.constructor?.name ?? "a class"}`);
  const entries: [string, unknown][] = [];
  for (const [key, item] of Object.entries(value)) {
    if (item !== undefined) entries.push([key, copy(item, `${path}.${key}`, depth + 1)]);
  }
  return Object.fromEntries(entries);
}

function notPlain(path: string, received: string): ValidationError {
  return new ValidationError(
    `${path}: expected data that JSON keeps as it is, since a task is written down; received ${received}`,
  );
}
