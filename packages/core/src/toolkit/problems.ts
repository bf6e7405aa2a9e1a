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

export function fromStandardIssues(issues: readonly StandardSchemaV1.Issue[]): Problem[] {
  return issues.map((issue) => ({
    path: formatPath(issue.path ?? []),
    message: issue.message.replace(/^Invalid input: /, ""),
  }));
}
