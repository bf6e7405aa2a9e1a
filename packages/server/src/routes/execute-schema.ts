import type { Plan, Step, Task, TaskMode, TaskStatus, WireError, WireStepResult } from "@aiecs/core";
import { type TUnsafe, Type } from "typebox";
import { plan, steps } from "#schemas/plan-schemas.ts";
import { named, orNull, shape } from "#schemas/shape.ts";
import { taskStatus } from "#schemas/step-schemas.ts";
import { taskMode } from "#schemas/task-schemas.ts";
import { type CallFields, callFields } from "./call-options.ts";
import type { ItemResult } from "./export-results.ts";

/** One operation, or several: exactly one of `operation`, `operations` and `plan`. */
export type ExecuteBody = CallFields & {
  readonly operation?: string;
  readonly params?: object | null;
  readonly operations?: readonly Step[];
  readonly plan?: Plan | readonly Step[];
  readonly mode?: TaskMode;
  readonly concurrency?: number;
  readonly stop_on_failure?: boolean;
  readonly strict?: boolean;
};

export const executeBody: TUnsafe<ExecuteBody> = shape<ExecuteBody>()(
  Type.Object(
    {
      operation: Type.Optional(Type.String({ description: "tool_name.operation_name" })),
      params: Type.Optional(Type.Unsafe<object | null>({ type: ["object", "null"] })),
      operations: Type.Optional(steps),
      plan: Type.Optional(plan),
      mode: Type.Optional(taskMode),
      concurrency: Type.Optional(Type.Integer({ minimum: 1 })),
      stop_on_failure: Type.Optional(Type.Boolean()),
      strict: Type.Optional(Type.Boolean({ description: "Everything that is found wrong rejects the call." })),
      ...callFields,
    },
    {
      additionalProperties: false,
      description: "One operation, or several: exactly one of `operation`, `operations` and `plan`.",
      examples: [{ operation: "pandas_tool.read_csv", params: { file_path: "data/sales.csv" } }],
    },
  ),
);

/** What several operations came to. */
export type ListAnswer = { readonly results: readonly WireStepResult[] };

/** What a plan came to: the steps, and what the plan gives. */
export type PlanAnswer = ListAnswer & {
  readonly status: TaskStatus;
  readonly output: unknown;
  readonly error: WireError | null;
};

/** What items came to that know nothing of each other. */
export type BatchAnswer = { readonly results: readonly ItemResult[] };

export type ExecuteAnswer = { readonly result: unknown } | ListAnswer | PlanAnswer | BatchAnswer;

const exact = { additionalProperties: false };
const results = Type.Array(named<WireStepResult>("StepResult"));

const itemResult: TUnsafe<ItemResult> = shape<ItemResult>()(
  Type.Union([
    Type.Object({ result: Type.Unknown() }, exact),
    Type.Object({ error: named<WireError>("Error") }, exact),
  ]),
);

export const batchAnswer: TUnsafe<BatchAnswer> = shape<BatchAnswer>()(
  Type.Object({ results: Type.Array(itemResult) }, exact),
);

export const executeAnswer: TUnsafe<ExecuteAnswer> = shape<ExecuteAnswer>()(
  Type.Union([
    Type.Object({ result: Type.Unknown({ description: "What the operation gives." }) }, exact),
    Type.Object({ results }, exact),
    Type.Object(
      { status: taskStatus, results, output: Type.Unknown(), error: orNull(named<WireError>("Error")) },
      exact,
    ),
    batchAnswer,
  ]),
);

export const acceptedTask: TUnsafe<Task> = named<Task>("Task");

/** `?meta=1` tells what is known of each step beside its result. */
export type MetaQuery = { readonly meta?: "0" | "1" };

export const metaQuery: TUnsafe<MetaQuery> = shape<MetaQuery>()(
  Type.Object({
    meta: Type.Optional(
      Type.Unsafe<"0" | "1">({ type: "string", enum: ["0", "1"], description: "1 adds `meta` to each step result." }),
    ),
  }),
);
