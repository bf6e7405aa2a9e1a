import {
  type CacheOverride,
  type CallOptions,
  type RetryPolicy,
  type StepRetry,
  TaskStepResult,
  type WireStepResult,
} from "@aiecs/core";
import { type TOptional, type TUnsafe, Type } from "typebox";
import { rightsOf, type User } from "#auth/user.ts";
import { givenStepResult } from "#schemas/step-schemas.ts";
import { scopedTaskId, taskIdPattern } from "./task-id.ts";

/** What a caller may say of a call, in the keys of the wire. */
export type CallFields = {
  readonly input?: Readonly<Record<string, unknown>>;
  readonly previous?: readonly WireStepResult[];
  readonly task_id?: string;
  readonly deadline_ms?: number;
  readonly timeout_ms?: number;
  readonly retry?: StepRetry;
  readonly cache?: CacheOverride;
  readonly executor?: string;
};

const longestMs = 2_147_483_647;
const milliseconds = (description: string): TOptional<TUnsafe<number>> =>
  Type.Optional(Type.Unsafe<number>({ type: "number", minimum: 0, maximum: longestMs, description }));

export const callFields: { readonly [K in keyof CallFields]-?: TOptional<TUnsafe<NonNullable<CallFields[K]>>> } = {
  input: Type.Optional(
    Type.Unsafe<Readonly<Record<string, unknown>>>({ type: "object", description: "What `$input` refers to." }),
  ),
  previous: Type.Optional(
    Type.Unsafe<readonly WireStepResult[]>({
      type: "array",
      items: givenStepResult,
      description: "Earlier results, which stand before this call's own.",
    }),
  ),
  task_id: Type.Optional(
    Type.Unsafe<string>({ type: "string", pattern: taskIdPattern, description: "Calls of one task share its cache." }),
  ),
  deadline_ms: milliseconds("For the whole call."),
  timeout_ms: milliseconds("For each attempt."),
  retry: Type.Optional(
    Type.Unsafe<StepRetry>({
      type: "object",
      properties: {
        max_attempts: { type: "integer", minimum: 1 },
        backoff_ms: { type: "number", minimum: 0 },
        factor: { type: "number", minimum: 0 },
        max_backoff_ms: { type: "number", minimum: 0 },
        jitter: { type: "boolean" },
      },
      required: ["max_attempts"],
      additionalProperties: false,
    }),
  ),
  cache: Type.Optional(
    Type.Unsafe<CacheOverride>({
      anyOf: [
        { const: false },
        {
          type: "object",
          properties: { ttl_s: { type: "number", minimum: 0 }, scope: { enum: ["task", "user", "global"] } },
          additionalProperties: false,
        },
      ],
    }),
  ),
  executor: Type.Optional(Type.Unsafe<string>({ type: "string", description: "The executor type that runs it." })),
};

/** The options of a call on a user's behalf. */
export function callOptions(given: CallFields, user: User, signal: AbortSignal): CallOptions {
  const { task_id: taskId, retry, previous } = given;
  return {
    ...rightsOf(user),
    taskId: taskId === undefined ? undefined : scopedTaskId(taskId, user.id),
    signal,
    deadlineMs: given.deadline_ms,
    timeoutMs: given.timeout_ms,
    retry: retry && toRetryPolicy(retry),
    cache: given.cache,
    executor: given.executor,
    input: given.input,
    previous: previous?.map((step) => TaskStepResult.fromJSON(step)),
  };
}

function toRetryPolicy({ max_attempts, backoff_ms, factor, max_backoff_ms, jitter }: StepRetry): RetryPolicy {
  return {
    maxAttempts: max_attempts,
    ...(backoff_ms !== undefined && { backoffMs: backoff_ms }),
    ...(factor !== undefined && { factor }),
    ...(max_backoff_ms !== undefined && { maxBackoffMs: max_backoff_ms }),
    ...(jitter !== undefined && { jitter }),
  };
}
