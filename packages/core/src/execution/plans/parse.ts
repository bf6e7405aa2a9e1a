import type { Plan, PlanError, Step } from "#contracts/plan.ts";
import { findShapeProblems, type ShapeProblem, stepsOf, toPlanError } from "./check-plan.ts";
import { isSealed, sealPlan } from "./sealed-plan.ts";
import { collectStepIds } from "./step-ids.ts";
import { createPositionFinder, type LocatedText, locatePlaces } from "./text/located-text.ts";
import { decodePlanText, invalidPlan, onWhole } from "./text/plan-text.ts";
import { readJson } from "./text/read-json.ts";
import { readYaml } from "./text/read-yaml.ts";

export type ParsePlanOptions = {
  /** How the text is written; found out by looking at it where nothing is said. */
  readonly format?: "json" | "yaml";
};

/**
 * Makes a plan of JSON or YAML text, of its bytes, or of an object or list that was parsed already; a bare list of
 * `{ operation, params }` is a plan, too. Checks its shape; tools and references are `analyzePlan`'s.
 *
 * @throws E001 with every problem at once: `details.errors`, with lines and columns where there is a text
 */
export function parsePlan(source: string | Uint8Array | object, options: ParsePlanOptions = {}): Plan {
  if (typeof source === "string" || source instanceof Uint8Array) return parseText(decodePlanText(source), options);
  if (isSealedPlan(source)) return source;
  return toPlan(source, (problems) => problems.map(toPlanError));
}

/** What was checked before and cannot have changed since. */
function isSealedPlan(source: object): source is Plan {
  return "steps" in source && isSealed(source);
}

function parseText(text: string, { format }: ParsePlanOptions): Plan {
  const read = readText(text, format);
  if (read.faults.length > 0) {
    const positionOf = createPositionFinder(text);
    throw invalidPlan(read.faults.map(({ offset, message }) => ({ ...onWhole(message), ...positionOf(offset) })));
  }
  return sealPlan(toPlan(read.value, (problems) => withPositions(problems, text, read)));
}

function toPlan(value: unknown, toErrors: (problems: readonly ShapeProblem[]) => readonly PlanError[]): Plan {
  const problems = findProblems(value);
  if (!isShapedPlan(value, problems)) throw invalidPlan(toErrors(problems));
  return isList(value) ? { steps: value } : value;
}

/** What has no problem in its shape is a plan or a bare list of steps: that is what the check looks for. */
function isShapedPlan(_value: unknown, problems: readonly ShapeProblem[]): _value is Plan | readonly Step[] {
  return problems.length === 0;
}

/** `Array.isArray` knows nothing of lists that are read-only. */
function isList(value: Plan | readonly Step[]): value is readonly Step[] {
  return Array.isArray(value);
}

/** JSON is looked for first, since it is read a hundred times as fast; flow collections of YAML look like it. */
function readText(text: string, format: "json" | "yaml" | undefined): LocatedText {
  if (format === "json") return readJson(text);
  if (format === "yaml" || !/^\s*[{[]/.test(text)) return readYaml(text);
  const json = readJson(text);
  if (json.faults.length === 0) return json;
  const yaml = readYaml(text);
  return yaml.faults.length === 0 || reach(yaml) > reach(json) ? yaml : json;
}

/** How far into the text there was nothing to find fault with. */
function reach({ faults }: LocatedText): number {
  return Math.min(...faults.map(({ offset }) => offset));
}

/** Everything wrong with a plan that can be seen without looking at references or tools. */
function findProblems(value: unknown): readonly ShapeProblem[] {
  const problems = findShapeProblems(value);
  const { errors } = collectStepIds(stepsOf(value) ?? []);
  if (errors.length === 0) return problems;
  return [...problems, ...errors.map(({ message, step }) => ({ at: ["steps", step ?? 0, "id"], message }))];
}

function withPositions(problems: readonly ShapeProblem[], text: string, read: LocatedText): PlanError[] {
  const positionOf = createPositionFinder(text);
  const isBareList = Array.isArray(read.value);
  const places = problems.map(({ at, onKey }) => ({ at: isBareList ? at.slice(1) : at, onKey: onKey ?? false }));
  const offsets = locatePlaces(read, places);
  const placed = problems.map((problem, index) => ({ problem, offset: offsets[index] ?? 0 }));
  placed.sort((a, b) => a.offset - b.offset);
  return placed.map(({ problem, offset }) => ({ ...toPlanError(problem), ...positionOf(offset) }));
}
