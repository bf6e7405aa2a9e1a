import type { CacheOverride } from "./call.ts";
import type { JsonSchema } from "./json-schema.ts";

export type StepRetry = {
  readonly max_attempts: number;
  readonly backoff_ms?: number;
  readonly factor?: number;
  readonly max_backoff_ms?: number;
  readonly jitter?: boolean;
};

/** One step of a plan, as plain data. Keys are those of plan files. */
export type Step = {
  /** Unique name, so that others can say `$steps.{id}`. */
  readonly id?: string;
  readonly operation: string;
  readonly params?: Readonly<Record<string, unknown>> | null;
  /** CEL; false skips the step. */
  readonly when?: string;
  /** A reference to a list (or a list): the step runs once per element, with `$item` and `$index`. */
  readonly each?: unknown;
  /** How many elements of `each` run at once. @default 1 */
  readonly concurrency?: number;
  /** Ids of steps that must have ended before; order without data. */
  readonly after?: readonly string[];
  readonly timeout_ms?: number;
  readonly retry?: StepRetry;
  readonly cache?: CacheOverride;
  /** Its failure does not stop the plan. */
  readonly optional?: boolean;
  /** Waits until somebody approves it, and is cancelled when nobody has within `timeout_s`. Steps of tasks only. */
  readonly approval?: boolean | { readonly timeout_s: number };
  /** Registered executor type that runs it. */
  readonly executor?: string;
};

/** Several operations as plain data: checked before they run, parallel by their references. */
export type Plan = {
  /** Where the JSON Schema of plan files is published: editors look here. */
  readonly $schema?: string;
  readonly name?: string;
  readonly description?: string;
  /** Defaults; the caller's input is merged over the top-level keys. */
  readonly input?: Readonly<Record<string, unknown>>;
  readonly input_schema?: JsonSchema;
  /** @default false */
  readonly stop_on_failure?: boolean;
  readonly steps: readonly Step[];
  /** What the plan gives, with references; by default the last step's result. */
  readonly output?: unknown;
};

/** One thing that is wrong with a plan. */
export type PlanError = {
  readonly code: "E001" | "E003" | "E007";
  readonly message: string;
  /** The step's index, or null when it concerns the plan as a whole. */
  readonly step: number | null;
  /** Where in the plan, for example `steps[2].params.df`. */
  readonly path: string;
  readonly did_you_mean?: readonly string[];
  /** Where in the text the plan was parsed from, from 1. */
  readonly line?: number;
  readonly column?: number;
};

/** What is known of a plan before anything runs. */
export type PlanAnalysis = {
  readonly valid: boolean;
  readonly errors: readonly PlanError[];
  /** For each step, the indices of the steps that must end before it starts. */
  readonly graph: readonly { readonly step: number; readonly depends_on: readonly number[] }[];
  /** Steps that can run side by side, level by level. */
  readonly levels: readonly (readonly number[])[];
  /** The longest chain of steps. */
  readonly critical_path: readonly number[];
};
