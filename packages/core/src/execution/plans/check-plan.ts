import type { PlanError } from "#contracts/plan.ts";
import { isPlainObject, maxContainers, maxDepth } from "#execution/references/scan.ts";
import { didYouMean } from "#primitives/did-you-mean.ts";
import { describeValue } from "./describe-value.ts";
import { formatPlace, type Place } from "./place.ts";
import { isRecord, maxSteps, type ObjectRule, planRules, stepRules } from "./plan-keys.ts";

/** One thing that is wrong with a plan's shape. */
export type ShapeProblem = {
  readonly at: Place;
  /** Whether the key itself is wrong, and not what stands under it. */
  readonly onKey?: boolean;
  readonly message: string;
  readonly hints?: readonly string[];
};

/** What is wrong with the shape of a plan or of a bare list of steps, all at once. References are not looked at. */
export function checkPlan(value: unknown): PlanError[] {
  return findShapeProblems(value).map(toPlanError);
}

/** What is wrong with the shape of one step. */
export function checkStep(step: unknown, index: number): readonly PlanError[] {
  const problems = findStepProblems(step, index);
  return problems.length === 0 ? noErrors : problems.map(toPlanError);
}

/** What is wrong with the plan around its steps. */
export function checkPlanKeys(value: unknown): PlanError[] {
  return findPlanKeyProblems(value).map(toPlanError);
}

/** The steps of a plan or of a bare list; undefined when there are none that could be looked at. */
export function stepsOf(value: unknown): readonly unknown[] | undefined {
  const steps = isRecord(value) ? value.steps : value;
  return Array.isArray(steps) && steps.length <= maxSteps ? steps : undefined;
}

export function findShapeProblems(value: unknown): ShapeProblem[] {
  const problems = findPlanKeyProblems(value);
  if (isRecord(value) && nestsTooDeep(value.output)) problems.push(tooDeep(["output"]));
  const steps = stepsOf(value) ?? [];
  steps.forEach((step, index) => {
    problems.push(...findStepProblems(step, index));
    if (!isRecord(step)) return;
    for (const key of ["params", "each"]) if (nestsTooDeep(step[key])) problems.push(tooDeep(["steps", index, key]));
  });
  return problems;
}

function findPlanKeyProblems(value: unknown): ShapeProblem[] {
  const problems: ShapeProblem[] = [];
  if (isRecord(value)) {
    checkObject(value, planRules, [], problems);
    for (const key of ["input", "input_schema"]) if (nestsTooDeep(value[key])) problems.push(tooDeep([key]));
  } else if (!Array.isArray(value)) {
    problems.push({ at: [], message: `expected an object with steps, or a list of steps, ${received(value)}` });
  }
  const steps = isRecord(value) ? value.steps : value;
  if (Array.isArray(steps) && steps.length > maxSteps) {
    const got = steps.length.toLocaleString("en");
    problems.push({ at: ["steps"], message: `expected at most ${maxSteps.toLocaleString("en")} steps, got ${got}` });
  }
  return problems;
}

function findStepProblems(step: unknown, index: number): readonly ShapeProblem[] {
  if (isRecord(step)) return isPlainCall(step) ? none : checkObject(step, stepRules, ["steps", index], []);
  return [
    { at: ["steps", index], message: `expected a step, which is an object with an operation, ${received(step)}` },
  ];
}

const maxUnknownKeys = 100;
const none: readonly ShapeProblem[] = [];
const noErrors: readonly PlanError[] = [];

/** The step that most lists are made of, seen at a glance: a valid operation, perhaps parameters, and nothing else. */
function isPlainCall(step: Readonly<Record<string, unknown>>): boolean {
  let known = 0;
  for (const key in step) {
    if (key !== "operation" && key !== "params") return false;
    known++;
  }
  const { operation, params } = step;
  const { keys } = stepRules;
  if (!keys.operation.accepts(operation)) return false;
  return known === 1 || (known === 2 && (params === undefined || keys.params.accepts(params)));
}

function checkObject(
  value: Readonly<Record<string, unknown>>,
  { keys, required }: ObjectRule,
  at: Place,
  problems: ShapeProblem[],
): readonly ShapeProblem[] {
  for (const key of required) {
    if (value[key] === undefined) problems.push({ at: [...at, key], message: "required, but missing" });
  }
  const unknown: string[] = [];
  for (const [key, entry] of Object.entries(value)) {
    const rule = Object.hasOwn(keys, key) ? keys[key] : undefined;
    if (!rule) unknown.push(key);
    else if (entry === undefined) continue;
    else if (!rule.accepts(entry)) problems.push({ at: [...at, key], message: refusal(key, rule.expected, entry) });
    else if (rule.inside && isRecord(entry)) checkObject(entry, rule.inside, [...at, key], problems);
  }
  for (const key of unknown.slice(0, maxUnknownKeys)) problems.push(unknownKey([...at, key], Object.keys(keys)));
  const more = unknown.length - maxUnknownKeys;
  if (more > 0) problems.push({ at, message: `${more} more unknown keys` });
  return problems;
}

function refusal(key: string, expected: string, value: unknown): string {
  if (key === "operation" && typeof value === "string") return `Invalid operation spec: ${value}, expected ${expected}`;
  return `expected ${expected}, ${received(value)}`;
}

function unknownKey(at: Place, known: readonly string[]): ShapeProblem {
  const hints = didYouMean(String(at.at(-1)), known);
  const message = hints[0] === undefined ? `known are ${known.join(", ")}` : `did you mean ${hints[0]}?`;
  return { at, onKey: true, message: `unknown key, ${message}`, hints };
}

function tooDeep(at: Place): ShapeProblem {
  return { at, message: `expected to nest at most ${maxDepth} levels deep, without cycles` };
}

/** Whether a value is deeper than anything may be, cyclic, or grows beyond measure by what it shares. */
function nestsTooDeep(value: unknown): boolean {
  const budget = { containers: maxContainers };
  return exceeds(value, 1, budget);
}

function exceeds(value: unknown, depth: number, budget: { containers: number }): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (!Array.isArray(value) && !isPlainObject(value)) return false;
  if (depth > maxDepth || --budget.containers < 0) return true;
  return Object.values(value).some((item) => exceeds(item, depth + 1, budget));
}

function received(value: unknown): string {
  return `received ${describeValue(value)}`;
}

/** The same in the words of an analysis. */
export function toPlanError({ at, message, hints }: ShapeProblem): PlanError {
  const [first, index] = at;
  return {
    code: "E001",
    message,
    step: first === "steps" && typeof index === "number" ? index : null,
    path: formatPlace(at),
    ...(hints && hints.length > 0 && { did_you_mean: hints }),
  };
}
