import type { Schema } from "./schema.ts";
import type { ToolContext } from "./tool-context.ts";

/** What an operation does to the world, in MCP's words. All default to false. */
export type Annotations = {
  readonly readOnly?: boolean;
  readonly idempotent?: boolean;
  readonly destructive?: boolean;
};

export type CachePolicy = {
  /** Who shares an entry. @default "task" */
  readonly scope?: "task" | "user" | "global";
  /** @default the executor's `cache_ttl_s` */
  readonly ttlS?: number;
  /** Parameters that are file paths: a changed file is a miss. */
  readonly files?: readonly string[];
};

export type RetryPolicy = {
  /** Counts the first try. */
  readonly maxAttempts: number;
  /** @default 200 */
  readonly backoffMs?: number;
  /** @default 2 */
  readonly factor?: number;
  /** @default 10_000 */
  readonly maxBackoffMs?: number;
  /** Waits a random part of the backoff, so that callers do not return all at once. @default true */
  readonly jitter?: boolean;
};

export type RateLimit = {
  readonly perSecond: number;
  /** Starts allowed at once. @default 1 */
  readonly burst?: number;
};

export type CircuitBreaker = {
  /** Failures in a row that open the circuit. */
  readonly failures: number;
  /** How long calls are refused then. */
  readonly resetMs: number;
};

/** Limits that may stand on an operation, or on a tool for all its operations together. */
export type Limits = {
  readonly rateLimit?: RateLimit;
  readonly maxConcurrency?: number;
  readonly retry?: RetryPolicy;
  readonly timeoutMs?: number;
};

export type OperationExample = { readonly title?: string; readonly params: object; readonly result?: unknown };

/** The types of a call: what callers pass, and what they get. */
export interface CallTypes<Input = unknown, Output = unknown> {
  readonly input: Input;
  readonly output: Output;
}

/** One thing a tool can do: what `defineOperation` takes. `Input` is what callers pass, `Output` what they get. */
export interface Operation<Input = unknown, Output = unknown> extends Limits {
  readonly description: string;
  readonly inputSchema: Schema;
  readonly outputSchema?: Schema;
  readonly annotations?: Annotations;
  /** Which queue it belongs to. @default "fast" */
  readonly weight?: "fast" | "heavy";
  /** The type of the executor that runs it: "main", "thread", or one registered. @default "main" */
  readonly runsOn?: string;
  readonly cache?: CachePolicy;
  readonly circuitBreaker?: CircuitBreaker;
  /** Names of what it changes; operations whose effects are disjoint need no order among themselves. */
  readonly effects?: readonly string[];
  readonly examples?: readonly OperationExample[];
  execute(params: unknown, context: ToolContext): unknown;
  /** Carries the types only; never present at run time. */
  readonly "~types"?: CallTypes<Input, Output>;
}
