import { ValidationError } from "#contracts/errors.ts";
import { printTarget, type RefTarget } from "./plan-reference.ts";

/** Words that CEL keeps for itself, so that no field can be named by them behind a dot. */
const reserved: ReadonlySet<string> = new Set(
  "as break const continue else false for function if import in let loop null package namespace return true var void while".split(
    " ",
  ),
);

/** A reference as conditions write it: `result[0].rows`. @throws E001 for an index from the end, which CEL does not know */
export function printForCondition(target: RefTarget): string {
  const { root, index, path } = target.reference;
  let text: string = root === "result" ? `result[${index}]` : root;
  for (const segment of path) {
    if (typeof segment === "number" && segment < 0) {
      throw new ValidationError(`${printTarget(target)} cannot stand in a condition: CEL counts from the start only`);
    }
    const isField = typeof segment === "string" && /^[A-Za-z_]\w*$/.test(segment) && !reserved.has(segment);
    text += isField ? `.${segment}` : `[${JSON.stringify(segment)}]`;
  }
  return text;
}
