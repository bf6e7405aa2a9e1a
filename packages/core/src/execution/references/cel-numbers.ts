import type { Environment } from "@marcbachmann/cel-js";
import { type CelNode, nodesOf } from "./cel-ast.ts";
import type { CelLibrary } from "./cel-library.ts";

type Definition = ReturnType<Environment["getDefinitions"]>["functions"][number];

/** Ends the names of the functions that give a double where CEL's own give an int. */
const suffix = "_as_double";

/**
 * CEL tells ints from doubles, JSON does not: so that `result[0].rows + 1` and `size(xs) / 2` need no casts, every
 * number is made a double. For that, each function of the library that takes or gives an int gets a twin that takes and
 * gives doubles. Returns the names for which `useDoubles` must put the twin's name.
 */
export function registerDoubleFunctions(environment: Environment, library: CelLibrary): ReadonlySet<string> {
  const definitions = environment.getDefinitions().functions;
  const renamed = new Set(definitions.filter(({ returnType }) => isWhole(returnType)).map(({ name }) => name));
  const taken = new Set(definitions.map(signatureOf));
  const takesWhole = (definition: Definition) => definition.params.some(({ type }) => isWhole(type));
  const ofDoubles = definitions.filter((definition) => !takesWhole(definition));
  for (const original of [...ofDoubles, ...definitions.filter(takesWhole)]) {
    const twin = { ...original, name: original.name + (renamed.has(original.name) ? suffix : "") };
    twin.returnType = toDouble(original.returnType);
    twin.params = original.params.map((param) => ({ ...param, type: toDouble(param.type) }));
    if (taken.has(signatureOf(twin))) continue;
    taken.add(signatureOf(twin));
    const { name, receiverType, returnType, params } = twin;
    const types = params.map(({ type }) => ({ type }));
    const receiver = receiverType === null ? {} : { receiverType };
    environment.registerFunction({
      name,
      returnType,
      params: types,
      ...receiver,
      handler: callOf(original, library),
      async: false,
    });
  }
  environment.registerOperator("double % double", (left: number, right: number) => left % right);
  return renamed;
}

/**
 * Makes every number literal a double, and every function that gives an int its twin. A literal index stays as it is:
 * lists take nothing else where their type is known.
 */
export function useDoubles(ast: CelNode, renamed: ReadonlySet<string>): void {
  const indices = new Set<CelNode>();
  for (const node of nodesOf(ast)) {
    if (node.op === "[]") indices.add(node.args[1]);
    if (node.op === "value" && isWholeNumber(node.args) && !indices.has(node)) {
      Object.assign(node, { args: Number(node.args) });
    }
    if ((node.op === "call" || node.op === "rcall") && renamed.has(node.args[0])) node.args[0] += suffix;
  }
}

/** A message of the library in the words of the condition's author. */
export function hideDoubles(message: string): string {
  return message.replaceAll(suffix, "");
}

function isWhole(type: string): boolean {
  return type === "int" || type === "uint";
}

function toDouble(type: string): string {
  return isWhole(type) ? "double" : type;
}

function signatureOf({ name, receiverType, params }: Definition): string {
  return `${receiverType ?? ""}.${name}(${params.map(({ type }) => type).join()})`;
}

/** Literals that the library reads as int or uint; it makes objects of the latter. */
function isWholeNumber(literal: unknown): boolean {
  if (typeof literal === "bigint") return true;
  return typeof literal === "object" && literal !== null && !(literal instanceof Uint8Array);
}

/** The library's own function, by an expression that calls it. */
function callOf(
  { name, receiverType, returnType, params }: Definition,
  library: CelLibrary,
): (...values: unknown[]) => unknown {
  const names = params.map((_, index) => `a${index}`);
  const call = receiverType === null ? `${name}(${names.join(", ")})` : `a.${name}(${names.join(", ")})`;
  const run = library.parse(call);
  const first = receiverType === null ? 0 : 1;
  return (...values) => {
    const context: Record<string, unknown> = { a: values[0] };
    params.forEach(({ type }, index) => {
      const value = values[first + index];
      context[`a${index}`] = isWhole(type) ? wholeOf(value) : value;
    });
    const result: unknown = run(context);
    return isWhole(returnType) ? Number(result) : result;
  };
}

function wholeOf(value: unknown): bigint {
  if (Number.isInteger(value)) return BigInt(Number(value));
  throw new RangeError(`expected a whole number, got ${String(value)}`);
}
