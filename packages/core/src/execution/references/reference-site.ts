import type { TaskStepResult } from "#contracts/step-result.ts";

/** Where a value with references stands: what they count from and what they may name. */
export type ReferenceSite = {
  /** Absolute index of the step: `previousCount` and its own index. */
  readonly position: number;
  /** How many `previous` results stand before this call's own. */
  readonly previousCount: number;
  /** `previousCount` and the number of steps in this call; a position at or behind it belongs to the plan as a whole. */
  readonly total: number;
  /** Step id to absolute index. */
  readonly ids: ReadonlyMap<string, number>;
  /** Whether the step runs once per element, so that `$item` and `$index` mean something. */
  readonly each: boolean;
  /** Prefix of the paths in errors, for example `steps[2].params`. */
  readonly path: string;
};

/** What references are resolved against. */
export type ReferenceScope = {
  /** How a step ended, by absolute index; asked only for steps that were depended on. */
  outcome(absoluteIndex: number): TaskStepResult;
  readonly input: unknown;
  readonly item: unknown;
  readonly index: number;
};
