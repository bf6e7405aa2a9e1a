import type { PlanError } from "#contracts/plan.ts";
import { compileText, type Findings, type FoundReference, type Resolve, refuse } from "./compile-text.ts";
import { printSegment } from "./print.ts";
import type { ReferenceScope, ReferenceSite } from "./reference-site.ts";
import { hasReferences, isDynamicText, isPlainObject, maxContainers, maxDepth } from "./scan.ts";

/** A value with references in it, read once and resolved as often as needed. */
export type CompiledValue = {
  /** Absolute indices of the steps it needs, sorted, each once. */
  readonly dependsOn: readonly number[];
  /** Everything that is wrong with it before anything runs. */
  readonly errors: readonly PlanError[];
  readonly references: readonly FoundReference[];
  /**
   * The value with what its references point to; what holds no reference is the same object as before.
   *
   * @throws E007 when a path does not exist; one of `errors` when there are any
   */
  resolve(scope: ReferenceScope): unknown;
};

/** The way from the outermost value to a part, spelled out only where somebody asks. */
type Trail = { readonly parent: Trail | undefined; readonly key: string | number; readonly depth: number };

type Compilation = Findings & { containersLeft: number };

type Part<Key> = { readonly key: Key; readonly resolve: Resolve };

/** Reads the references and templates of a value; undefined when there are none and the value can be used as it is. */
export function compileValue(value: unknown, site: ReferenceSite): CompiledValue | undefined {
  if (!hasReferences(value)) return undefined;
  const compilation: Compilation = {
    site,
    errors: [],
    references: [],
    containersLeft: maxContainers,
    refusal: undefined,
  };
  const compiled = compile(value, { parent: undefined, key: "", depth: 1 }, compilation);
  const { errors, references, refusal } = compilation;
  const resolve = refusal ?? compiled ?? (() => value);
  return { dependsOn: targetsOf(references), errors, references, resolve };
}

/** References mostly name steps in ascending order, which needs no sorting. */
function targetsOf(references: readonly FoundReference[]): readonly number[] {
  const targets: number[] = [];
  let last = -1;
  let ascending = true;
  for (const { target } of references) {
    if (target === undefined || target === last) continue;
    ascending &&= target > last;
    targets.push(target);
    last = target;
  }
  return ascending ? targets : [...new Set(targets)].sort((a, b) => a - b);
}

/** How to make the value; undefined when it stays as it is. */
function compile(value: unknown, trail: Trail, compilation: Compilation): Resolve | undefined {
  if (typeof value === "string") {
    return isDynamicText(value) ? compileText(value, pathOf(trail, compilation.site), compilation) : undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  if (Array.isArray(value)) return isTooMuch(trail, compilation) ? undefined : compileArray(value, trail, compilation);
  if (!isPlainObject(value) || isTooMuch(trail, compilation)) return undefined;
  return compileObject(value, trail, compilation);
}

function compileArray(source: readonly unknown[], trail: Trail, compilation: Compilation): Resolve | undefined {
  const depth = trail.depth + 1;
  const parts: Part<number>[] = [];
  for (let key = 0; key < source.length; key++) {
    const resolve = compile(source[key], { parent: trail, key, depth }, compilation);
    if (resolve) parts.push({ key, resolve });
  }
  if (parts.length === 0) return undefined;
  return (scope) => {
    const copy = source.slice();
    for (const part of parts) copy[part.key] = part.resolve(scope);
    return copy;
  };
}

/** A spread makes every own key an own key of the copy, `__proto__` too, so that setting it afterwards sets just that. */
function compileObject(source: Record<string, unknown>, trail: Trail, compilation: Compilation): Resolve | undefined {
  const depth = trail.depth + 1;
  const parts: Part<string>[] = [];
  for (const key of Object.keys(source)) {
    const resolve = compile(source[key], { parent: trail, key, depth }, compilation);
    if (resolve) parts.push({ key, resolve });
  }
  if (parts.length === 0) return undefined;
  return (scope) => {
    const copy = { ...source };
    for (const part of parts) copy[part.key] = part.resolve(scope);
    return copy;
  };
}

/** After the first refusal nothing is looked into any more: a cycle that branches would have no end otherwise. */
function isTooMuch(trail: Trail, compilation: Compilation): boolean {
  const { site, refusal } = compilation;
  if (refusal) return true;
  compilation.containersLeft--;
  if (trail.depth > maxDepth) {
    refuse(`Value is too deep: expected at most ${maxDepth} levels, and no cycle`, pathOf(trail, site), compilation);
  } else if (compilation.containersLeft < 0) {
    refuse(`Value is too large: expected at most ${maxContainers} objects and lists`, pathOf(trail, site), compilation);
  }
  return compilation.refusal !== undefined;
}

function pathOf({ parent, key }: Trail, site: ReferenceSite): string {
  return parent === undefined ? site.path : pathOf(parent, site) + printSegment(key);
}
