import type { RetryPolicy } from "./operation.ts";
import type { TaskStepResult } from "./step-result.ts";
import type { ToolRule } from "./tool-rule.ts";

/** How a caller's or step's own cache wish is written. */
export type CacheOverride = false | { readonly ttl_s?: number; readonly scope?: "task" | "user" | "global" };

export type CallOptions = {
  readonly userId?: string | undefined;
  readonly taskId?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Budget of the whole call, waits and retries included. */
  readonly deadlineMs?: number | undefined;
  /** The executor type that runs it, instead of the operation's `runsOn`. */
  readonly executor?: string | undefined;
  readonly cache?: CacheOverride | undefined;
  readonly retry?: RetryPolicy | undefined;
  /** Per attempt. */
  readonly timeoutMs?: number | undefined;
  /** Earlier results that stand before this call's own: `$result[0]` is then `previous[0]`. */
  readonly previous?: readonly TaskStepResult[] | undefined;
  /** What `$input` refers to. */
  readonly input?: Readonly<Record<string, unknown>> | undefined;
  /** Which operations may be called: by this call, and by what it calls in turn. @default all */
  readonly allow?: ToolRule | undefined;
};

/** Called and awaited after every step, the failing one too. */
export type SaveCallback = (
  userId: string | undefined,
  taskId: string,
  stepIndex: number,
  result: TaskStepResult,
) => unknown;

export type ListOptions = CallOptions & {
  /** How many steps run at once. */
  readonly concurrency?: number | undefined;
  /** Everything that `analyzePlan` finds rejects the call before the first step. @default false */
  readonly strict?: boolean | undefined;
  readonly stopOnFailure?: boolean | undefined;
  readonly saveCallback?: SaveCallback | undefined;
};

/** An operation to run, as the modes take it. Any other key of a plan's step may stand beside these. */
export type OperationCall = { readonly operation: string; readonly params?: object | null };

export type ToolCall = { readonly tool: string; readonly params?: object | null };
