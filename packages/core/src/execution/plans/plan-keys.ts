import type { JsonSchema } from "#contracts/json-schema.ts";
import type { Plan, Step, StepRetry } from "#contracts/plan.ts";
import { isName } from "#toolkit/names.ts";

/** What one key takes: told to people in messages, to editors as JSON Schema, and asked by the check. */
export type KeyRule = {
  readonly schema: JsonSchema;
  /** For messages: `expected …`. */
  readonly expected: string;
  accepts(value: unknown): boolean;
  /** What its value's own keys take, where that is an object. */
  readonly inside?: ObjectRule;
  /** What its value may be besides an object. */
  readonly besides?: JsonSchema;
};

export type ObjectRule = {
  readonly keys: { readonly [key: string]: KeyRule };
  readonly required: readonly string[];
};

/** A rule for every key of a type, so that a forgotten one does not compile. */
type RulesOf<T> = ObjectRule & { readonly keys: { readonly [K in keyof Required<T>]: KeyRule } };

const namePattern = "^[A-Za-z_][A-Za-z0-9_-]*$";
const specPattern = "^[A-Za-z_][A-Za-z0-9_-]*\\.[A-Za-z_][A-Za-z0-9_-]*$";
const spec = new RegExp(specPattern);
const namesOfEveryObject = Object.getOwnPropertyNames(Object.prototype);
const idSchema = { type: "string", pattern: namePattern, not: { enum: namesOfEveryObject } };

const text = (description: string): KeyRule => ({
  schema: { description, type: "string" },
  expected: "a text",
  accepts: (value) => typeof value === "string",
});

const trueOrFalse = (description: string, byDefault: boolean): KeyRule => ({
  schema: { description, type: "boolean", default: byDefault },
  expected: "true or false",
  accepts: (value) => typeof value === "boolean",
});

const object = (description: string, schema: JsonSchema = {}): KeyRule => ({
  schema: { description, type: "object", ...schema },
  expected: "an object",
  accepts: isRecord,
});

const count = (description: string, byDefault?: number): KeyRule => ({
  schema: { description, type: "integer", minimum: 1, ...(byDefault !== undefined && { default: byDefault }) },
  expected: "a whole number of at least 1",
  accepts: (value) => Number.isInteger(value) && Number(value) >= 1,
});

const atLeast = (minimum: number, description: string, byDefault: number): KeyRule => ({
  schema: { description, type: "number", minimum, default: byDefault },
  expected: `a number of at least ${minimum}`,
  accepts: (value) => Number.isFinite(value) && Number(value) >= minimum,
});

const positive = (description: string): KeyRule => ({
  schema: { description, type: "number", exclusiveMinimum: 0 },
  expected: "a number above 0",
  accepts: (value) => Number.isFinite(value) && Number(value) > 0,
});

const retryRules: RulesOf<StepRetry> = {
  keys: {
    max_attempts: count("How often it is tried at most; the first try counts."),
    backoff_ms: atLeast(0, "Wait before the second try, in milliseconds.", 200),
    factor: atLeast(1, "By how much each further wait grows.", 2),
    max_backoff_ms: atLeast(0, "The longest wait, in milliseconds.", 10_000),
    jitter: trueOrFalse("Whether a random part of each wait is taken.", true),
  },
  required: ["max_attempts"],
};

const cacheScopes: readonly unknown[] = ["task", "user", "global"];

const cacheRules: ObjectRule = {
  keys: {
    ttl_s: positive("How long a result is reused, in seconds."),
    scope: {
      schema: { description: "Who shares a result.", enum: cacheScopes, default: "task" },
      expected: "task, user or global",
      accepts: (value) => cacheScopes.includes(value),
    },
  },
  required: [],
};

const approvalRules: ObjectRule = {
  keys: { timeout_s: positive("How long it waits before it is rejected by itself, in seconds.") },
  required: ["timeout_s"],
};

/** How many steps a plan may have. */
export const maxSteps = 100_000;

/** The keys of a step. */
export const stepRules: RulesOf<Step> = {
  keys: {
    id: {
      schema: { description: "Unique name, so that other steps can say $steps.<id>.", ...idSchema },
      expected: "a name (a letter or _, then letters, digits, _ or -)",
      accepts: isName,
    },
    operation: {
      schema: { description: "What runs: tool_name.operation_name.", type: "string", pattern: specPattern },
      expected: "'tool_name.operation_name'",
      accepts: (value) => typeof value === "string" && spec.test(value),
    },
    params: {
      schema: { description: "The operation's parameters; texts may be references.", type: ["object", "null"] },
      expected: "an object",
      accepts: (value) => value === null || isRecord(value),
    },
    when: text("CEL condition over result, steps, input, item and index; when false the step is skipped."),
    each: {
      schema: {
        description: "A reference to a list, or a list: the step runs once per element, as $item with its $index.",
        type: ["string", "array"],
      },
      expected: "a reference to a list, or a list",
      accepts: (value) => typeof value === "string" || Array.isArray(value),
    },
    concurrency: count("How many elements of `each` run at once.", 1),
    after: {
      schema: { description: "Ids of steps that must have ended before.", type: "array", items: idSchema },
      expected: "a list of step ids, which are names such as sales",
      accepts: (value) => Array.isArray(value) && value.every(isName),
    },
    timeout_ms: positive("How long one attempt may take, in milliseconds."),
    retry: { ...object("How it is tried again when it fails."), inside: retryRules },
    cache: {
      schema: { description: "How its result is reused; false: not at all." },
      expected: "false, or an object with ttl_s and scope",
      accepts: (value) => value === false || isRecord(value),
      inside: cacheRules,
      besides: { const: false },
    },
    optional: trueOrFalse("Whether its failure counts for nothing.", false),
    approval: {
      schema: { description: "Whether it waits until somebody approves it; for tasks.", default: false },
      expected: "true, false, or an object with timeout_s",
      accepts: (value) => typeof value === "boolean" || isRecord(value),
      inside: approvalRules,
      besides: { type: "boolean" },
    },
    executor: {
      ...text("The type of the registered executor that runs it."),
      expected: "the name of an executor type",
    },
  },
  required: ["operation"],
};

/** The keys of a plan. */
export const planRules: RulesOf<Plan> = {
  keys: {
    $schema: text("Where this schema is published, for editors."),
    name: text("What the plan is called."),
    description: text("What the plan is for."),
    input: object("Defaults for $input; the caller's input is merged over them."),
    input_schema: object("JSON Schema that the merged input must satisfy."),
    stop_on_failure: trueOrFalse("Whether no further step starts once one has failed.", false),
    steps: {
      schema: {
        description: "The operations to run.",
        type: "array",
        items: { $ref: "#/$defs/step" },
        maxItems: maxSteps,
      },
      expected: "a list of steps",
      accepts: Array.isArray,
    },
    output: {
      schema: { description: "What the plan gives, with references." },
      expected: "a value",
      accepts: () => true,
    },
  },
  required: ["steps"],
};

/** An object with keys: no list, no text, not null. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
