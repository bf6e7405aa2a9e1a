import type { Environment } from "@marcbachmann/cel-js";
import { type CelNode, nodesOf } from "./cel-ast.ts";
import type { CelLibrary } from "./cel-library.ts";

/** As long as `has`, so that every column stays where it was. */
const macroName = "HAS";

type Checker = { check(node: CelNode, context: unknown): unknown; getType(name: string): unknown };
type Evaluator = { run(node: CelNode, context: unknown): unknown };

/**
 * The library's `has()` takes names only (`has(input.date)`); CEL's takes a field of anything, and here most conditions
 * look into `result[0]`. This macro stands in for it.
 */
export function registerPresenceMacro(environment: Environment, library: CelLibrary): void {
  environment.registerFunction(`${macroName}(ast): bool`, ({ args }: { readonly args: readonly CelNode[] }) => {
    const field = args[0];
    if (field?.op !== ".") throw new library.ParseError("has() takes a field, such as has(result[0].total)", field);
    const [owner, name] = field.args;
    return {
      async: false,
      typeCheck(checker: Checker, _macro: unknown, context: unknown) {
        checker.check(owner, context);
        return checker.getType("bool");
      },
      evaluate: (evaluator: Evaluator, _macro: unknown, context: unknown) =>
        hasField(evaluator.run(owner, context), name),
    };
  });
}

/** The text with our macro wherever `has` is called. */
export function usePresenceMacro(text: string, ast: CelNode): string {
  let replaced = text;
  for (const node of nodesOf(ast)) {
    if (node.op !== "call" || node.args[0] !== "has") continue;
    replaced = replaced.slice(0, node.start) + macroName + replaced.slice(node.start + macroName.length);
  }
  return replaced;
}

/** A message of the library in the words of the condition's author. */
export function hidePresenceMacro(message: string): string {
  return message.replaceAll(macroName, "has");
}

function hasField(owner: unknown, name: string): boolean {
  if (owner instanceof Map) return owner.has(name);
  if (typeof owner === "object" && owner !== null && !Array.isArray(owner)) return Object.hasOwn(owner, name);
  throw new TypeError(`has() asks for the field '${name}' of what has no fields`);
}
