import type { StandardSchemaV1 } from "@standard-schema/spec";

/** One thing that is wrong with a value. `path` is empty for the value as a whole. */
export type Problem = { readonly path: string; readonly message: string };

/** `charts[2].title`, as people write paths. */
export function formatPath(path: readonly (PropertyKey | StandardSchemaV1.PathSegment)[]): string {
  let text = "";
  for (const part of path) {
    const key = typeof part === "object" ? part.key : part;
    if (typeof key === "number") text += `[${key}]`;
    else text += text === "" ? String(key) : `.${String(key)}`;
  }
  return text;
}

/** `file_path: expected string, received number; delimiter: …` */
export function formatProblems(problems: readonly Problem[]): string {
  return problems.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`)).join("; ");
}

/** What any Standard Schema library found in a value; of what is missing, that it is. */
export function fromStandardIssues(issues: readonly StandardSchemaV1.Issue[], value: unknown): Problem[] {
  return issues.map(({ path = [], message }) => {
    const plain = message.replace(/^Invalid (?:input|option): /, "");
    return { path: formatPath(path), message: isMissing(value, path) ? missingMessage(plain) : plain };
  });
}

/** How a value that is required but absent is told, by every kind of schema. @param expected `string`, `one of "a", "b"` */
export function requiredMessage(expected?: string): string {
  return expected === undefined ? "required, but missing" : `required, but missing (expected ${expected})`;
}

/** Whether nothing stands at a path, though what should hold it does. */
function isMissing(value: unknown, path: NonNullable<StandardSchemaV1.Issue["path"]>): boolean {
  let found: unknown = value;
  for (const part of path) {
    if (typeof found !== "object" || found === null) return false;
    const key = typeof part === "object" ? part.key : part;
    found = Object.getOwnPropertyDescriptor(found, key)?.value;
  }
  return path.length > 0 && found === undefined;
}

/**
 * zod says `expected string, received undefined`, ArkType `name must be a string (was missing)`, valibot
 * `Invalid key: Expected "name" but received undefined`, which tells no type; and each of them sometimes only what it
 * expected. A message in words of its own, as an author writes them, stays as it is.
 */
function missingMessage(message: string): string {
  if (message === "Invalid input" || message.startsWith("Invalid key: ")) return requiredMessage();
  const [, expected] =
    /(?:^|\. |: )expected (.+?)(?:(?:,| but) received (?:undefined|nothing|NaN))?$/i.exec(message) ??
    /\bmust be (.+) \(was (?:missing|undefined)\)$/.exec(message) ??
    [];
  return expected === undefined || / received /.test(expected) ? message : requiredMessage(expected);
}
