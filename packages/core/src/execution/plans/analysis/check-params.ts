import { ValidationError } from "#contracts/errors.ts";
import type { PlanError } from "#contracts/plan.ts";
import type { CompiledStep } from "#execution/plans/compile-step.ts";
import { isDynamicText, isPlainObject } from "#execution/references/scan.ts";
import { withoutSystemParams } from "#execution/system-params.ts";
import { didYouMean } from "#primitives/did-you-mean.ts";
import { closedPropertyNames } from "#toolkit/json-schema.ts";
import type { Problem } from "#toolkit/problems.ts";
import type { KnownOperation } from "./known-operations.ts";

/**
 * What is wrong with a step's parameters as far as they are known before anything runs: a reference may come to any
 * value, so that nothing is said about it, nor about what depends on it.
 */
export function checkParams({ index, step, params }: CompiledStep, operation: KnownOperation): PlanError[] {
  const given = withoutSystemParams(step.params ?? {});
  const masked = params ? maskReferences(given) : undefined;
  const problems = findProblems(operation, masked?.value ?? given, masked !== undefined);
  const certain = masked ? withoutGuesses(problems, masked.paths) : problems;
  return certain.map((problem) => toPlanError(problem, index, operation));
}

function findProblems({ validate, spec }: KnownOperation, params: unknown, isMasked: boolean): readonly Problem[] {
  try {
    const outcome = typeof params === "object" && params !== null ? validate(params) : undefined;
    // Nobody waits for a check that takes its time: whatever it says, the run says it again.
    if (outcome instanceof Promise) outcome.catch(() => {});
    return [];
  } catch (error) {
    if (error instanceof ValidationError) return problemsOf(error);
    // A schema's own code may stumble over the mask; where there is none, the run stumbles as well.
    if (isMasked) return [];
    const reason = error instanceof Error ? error.message : String(error);
    return [{ path: "", message: `the check of ${spec} itself failed: ${reason}` }];
  }
}

function problemsOf({ details, message }: ValidationError): readonly Problem[] {
  const { problems } = details;
  return Array.isArray(problems) && problems.every(isProblem) ? problems : [{ path: "", message }];
}

function isProblem(value: unknown): value is Problem {
  return typeof value === "object" && value !== null && "path" in value && "message" in value;
}

/** Stands for a value that nobody knows yet. Schemas refuse it, and what they say about it is left out. */
const unknownValue = Symbol("the value of a reference");

const maxDepth = 64;

function maskReferences(params: unknown): { readonly value: unknown; readonly paths: readonly string[] } {
  const paths: string[] = [];
  const mask = (value: unknown, path: string, depth: number): unknown => {
    // References are looked for no deeper: what nests deeper than that is refused.
    if (depth > maxDepth) return value;
    if (typeof value === "string" && isDynamicText(value)) {
      paths.push(path);
      return unknownValue;
    }
    if (Array.isArray(value)) return value.map((item, index) => mask(item, `${path}[${index}]`, depth + 1));
    if (typeof value !== "object" || value === null || !isPlainObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, mask(item, joinKey(path, key), depth + 1)]),
    );
  };
  return { value: mask(params, "", 0), paths };
}

/** As problems write their paths. */
function joinKey(path: string, key: string): string {
  if (/^\d+$/.test(key)) return `${path}[${key}]`;
  return path === "" ? key : `${path}.${key}`;
}

/**
 * Leaves out what is said about unknown values and what is in them. A problem with something around one (no alternative
 * fits, say) may come from it, and so may all others in there.
 */
function withoutGuesses(problems: readonly Problem[], unknownPaths: readonly string[]): readonly Problem[] {
  const unknown = new Set(unknownPaths);
  const around = new Set(unknownPaths.flatMap(prefixesOf));
  const doubtful = new Set(problems.map(({ path }) => path).filter((path) => around.has(path)));
  return problems.filter((problem) => {
    const { path } = problem;
    if (isUnknownParameter(problem)) return true;
    if (unknown.has(path) || doubtful.has(path)) return false;
    return !prefixesOf(path).some((prefix) => unknown.has(prefix) || doubtful.has(prefix));
  });
}

/** `a`, `a[0]` and the whole itself (empty) for `a[0].b`. */
function prefixesOf(path: string): string[] {
  const prefixes = path === "" ? [] : [""];
  for (let at = 1; at < path.length; at++) {
    const character = path.charAt(at);
    if (character === "." || character === "[") prefixes.push(path.slice(0, at));
  }
  return prefixes;
}

/** A name that nobody declared is wrong whatever stands under it. */
function isUnknownParameter({ message }: Problem): boolean {
  return message.startsWith("unknown parameter");
}

function toPlanError(problem: Problem, index: number, { spec, input }: KnownOperation): PlanError {
  const { path, message } = problem;
  const known = isUnknownParameter(problem) ? closedPropertyNames(input) : undefined;
  const hints = known ? didYouMean(path, known) : [];
  const separator = path === "" || path.startsWith("[") ? "" : ".";
  return {
    code: "E001",
    message: `Invalid parameters for ${spec}: ${path === "" ? message : `${path}: ${message}`}`,
    step: index,
    path: `steps[${index}].params${separator}${path}`,
    ...(hints.length > 0 && { did_you_mean: hints }),
  };
}
