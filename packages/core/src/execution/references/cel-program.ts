import type { Environment, ParseResult } from "@marcbachmann/cel-js";
import { DslEvaluationError } from "#contracts/errors.ts";
import { type CelNode, nodesOf } from "./cel-ast.ts";
import { type CelLibrary, loadCelLibrary } from "./cel-library.ts";
import { hideDoubles, registerDoubleFunctions, useDoubles } from "./cel-numbers.ts";
import { hidePresenceMacro, registerPresenceMacro, usePresenceMacro } from "./cel-presence.ts";
import { isHiddenName } from "./own-data.ts";

type Setup = { readonly library: CelLibrary; readonly environment: Environment; readonly renamed: ReadonlySet<string> };

const maxLength = 4_096;
const maxExcerpt = 200;
const checkedKey = "checked_key";

let setup: Setup | undefined;

/** Reads a condition. @throws E007 with the column when it is no CEL or longer than 4,096 characters */
export function parseProgram(text: string): ParseResult {
  if (text.length > maxLength) {
    const message = `Condition '${excerpt(text)}' is too long: expected at most ${maxLength} characters, got ${text.length}`;
    throw new DslEvaluationError(message);
  }
  const { environment, library } = getSetup();
  try {
    const parsed = environment.parse(text);
    const replaced = usePresenceMacro(text, parsed.ast);
    return replaced === text ? parsed : environment.parse(replaced);
  } catch (error) {
    const start = error instanceof library.ParseError ? (error.range?.start ?? 0) : 0;
    throw new DslEvaluationError(
      `Malformed condition '${excerpt(text)}' at ${placeOf(text, start)}: ${reasonOf(error)}`,
      {
        details: { text: excerpt(text), column: start + 1 },
        cause: error,
      },
    );
  }
}

/** Makes a condition ready to run, once its names are bound. Returns why it can never give a boolean, if types tell. */
export function prepareProgram({ ast, check }: ParseResult): string | undefined {
  const { environment, renamed } = getSetup();
  useDoubles(ast, renamed);
  for (const node of nodesOf(ast)) {
    if (node.op === "[]" && node.args[1].op !== "value") node.args[1] = checkKey(node.args[1], environment);
  }
  const { valid, type, error } = check();
  if (!valid) return reasonOf(error);
  return type === "bool" || type?.startsWith("dyn") ? undefined : `expected true or false, got ${type}`;
}

/** Why the library refused or failed, in one line. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const summary = "summary" in error && typeof error.summary === "string" ? error.summary : error.message;
  return hidePresenceMacro(hideDoubles(summary));
}

/** A condition as messages show it. */
export function excerpt(text: string): string {
  return text.length > maxExcerpt ? `${text.slice(0, maxExcerpt)}…` : text;
}

function getSetup(): Setup {
  setup ??= createSetup(loadCelLibrary());
  return setup;
}

function createSetup(library: CelLibrary): Setup {
  const environment = new library.Environment({ homogeneousAggregateLiterals: false });
  for (const name of ["result", "steps", "input", "item", "index"]) environment.registerVariable(name, "dyn");
  const renamed = registerDoubleFunctions(environment, library);
  registerPresenceMacro(environment, library);
  environment.registerFunction(`${checkedKey}(dyn): dyn`, assertVisibleKey, { async: false });
  return { library, environment, renamed };
}

/** Where a computed key stands: hidden names are refused there too, and a list of known type takes a double. */
function checkKey(key: CelNode, environment: Environment): CelNode {
  const { ast } = environment.parse(`${checkedKey}(null)`);
  if (ast.op === "call") ast.args[1][0] = key;
  return ast;
}

function assertVisibleKey(key: unknown): unknown {
  if (typeof key === "string" && isHiddenName(key)) throw new RangeError(`'${key}' is never visible`);
  return key;
}

function placeOf(text: string, start: number): string {
  const before = text.slice(0, start);
  const line = before.split("\n").length;
  const column = start - before.lastIndexOf("\n");
  return line === 1 ? `column ${column}` : `line ${line}, column ${column}`;
}
