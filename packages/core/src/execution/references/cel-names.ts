import { DslEvaluationError, ExecutionError } from "#contracts/errors.ts";
import { assertEach, bindResult, bindStep } from "./bind-reference.ts";
import { binderOf, type CelNode, childrenOf } from "./cel-ast.ts";
import { isHiddenName } from "./own-data.ts";
import type { ReferenceSite } from "./reference-site.ts";

/** What a condition names. */
export type ConditionNames = {
  /** Absolute indices of the steps it needs, sorted. */
  readonly dependsOn: readonly number[];
  /** Whether it names `item` or `index`, and so must be asked for each element. */
  readonly usesItem: boolean;
  /** Whether its work can outgrow what it reads: loops in loops, repeated doubling, regular expressions. */
  readonly isCostly: boolean;
  readonly errors: readonly ExecutionError[];
};

/** A part, the variables of the macros around it, and how many loops run it. */
type Place = { readonly node: CelNode; readonly bound: ReadonlySet<string>; readonly loops: number };

/**
 * Finds what a condition names. `result[2]` and `steps.id` need just that step; any other use of `result` or `steps`
 * needs all that stand before. Relative indices (`result[-1]`) are made absolute on the way.
 */
export function findNames(ast: CelNode, site: ReferenceSite): ConditionNames {
  const steps = new Set<number>();
  const errors: ExecutionError[] = [];
  let usesItem = false;
  let usesAll = false;
  let isCostly = false;

  const waiting: Place[] = [{ node: ast, bound: new Set(), loops: 0 }];
  for (let place = waiting.pop(); place; place = waiting.pop()) {
    const { node, bound, loops } = place;
    const bindStepOf = literalStep(node, bound);
    if (bindStepOf) {
      collectError(errors, () => steps.add(bindStepOf(site)));
      continue;
    }
    collectError(errors, () => assertVisible(node));
    if (node.op === "id" && !bound.has(node.args)) {
      usesAll ||= node.args === "result" || node.args === "steps";
      if (node.args === "item" || node.args === "index") {
        usesItem = true;
        collectError(errors, () => assertEach(`'${node.args}'`, site));
      }
    }
    const binder = binderOf(node);
    const loopsInside = loops + (binder?.loops ? 1 : 0);
    const boundInside = binder ? new Set([...bound, binder.variable]) : bound;
    isCostly ||= loopsInside > 1 || binder?.loops === false || (node.op === "rcall" && node.args[0] === "matches");
    for (const child of binder?.outside ?? childrenOf(node)) waiting.push({ node: child, bound, loops });
    for (const child of binder?.inside ?? []) waiting.push({ node: child, bound: boundInside, loops: loopsInside });
  }
  const dependsOn = usesAll
    ? Array.from({ length: site.position }, (_, index) => index)
    : [...steps].sort((a, b) => a - b);
  return { dependsOn, usesItem, isCostly, errors };
}

/** How to find the one step that `result[2]`, `steps.id` or `steps["id"]` names; undefined for all else. */
function literalStep(node: CelNode, bound: ReadonlySet<string>): ((site: ReferenceSite) => number) | undefined {
  if (node.op === ".") {
    const [owner, id] = node.args;
    return isFree(owner, "steps", bound) ? (site) => bindStep(id, site) : undefined;
  }
  if (node.op !== "[]") return undefined;
  const [owner, key] = node.args;
  if (isFree(owner, "steps", bound) && key.op === "value" && typeof key.args === "string") {
    const id = key.args;
    return (site) => bindStep(id, site);
  }
  if (!isFree(owner, "result", bound)) return undefined;
  if (key.op === "value" && typeof key.args === "bigint") {
    const index = key.args;
    return (site) => bindResult(Number(index), `[${index}]`, site);
  }
  if (key.op !== "-_" || key.args.op !== "value" || typeof key.args.args !== "bigint") return undefined;
  const literal = key.args;
  const distance = key.args.args;
  return (site) => {
    const target = bindResult(-Number(distance), `[-${distance}]`, site);
    node.args[1] = Object.assign(literal, { args: BigInt(target) });
    return target;
  };
}

function isFree(node: CelNode, name: string, bound: ReadonlySet<string>): boolean {
  return node.op === "id" && node.args === name && !bound.has(name);
}

function assertVisible(node: CelNode): void {
  const key = node.op === "[]" && node.args[1].op === "value" ? node.args[1].args : undefined;
  const name = node.op === "." ? node.args[1] : key;
  if (typeof name === "string" && isHiddenName(name)) throw new DslEvaluationError(`'${name}' is never visible`);
}

function collectError(errors: ExecutionError[], check: () => unknown): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof ExecutionError)) throw error;
    errors.push(error);
  }
}
