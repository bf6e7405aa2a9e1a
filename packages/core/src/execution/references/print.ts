import type { Reference } from "./parse.ts";

const plainName = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** The canonical text of a reference, or of its first `segments` path segments; parsing it gives the same reference. */
export function printReference(reference: Reference, segments: number = reference.path.length): string {
  return printRoot(reference) + reference.path.slice(0, segments).map(printSegment).join("");
}

/** One path segment as it stands behind another. */
export function printSegment(segment: string | number): string {
  if (typeof segment === "number") return `[${segment}]`;
  return plainName.test(segment) ? `.${segment}` : `[${JSON.stringify(segment)}]`;
}

function printRoot({ root, index, id }: Reference): string {
  if (root === "result") return `$result[${index}]`;
  return root === "steps" ? `$steps.${id}` : `$${root}`;
}
