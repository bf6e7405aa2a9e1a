import type { CacheOverride, CallOptions } from "#contracts/call.ts";
import type { ExecutorConfig } from "#contracts/config.ts";
import { ValidationError } from "#contracts/errors.ts";
import type { CachePolicy, Operation, RetryPolicy } from "#contracts/operation.ts";
import type { StepRetry } from "#contracts/plan.ts";
import type { Tool } from "#contracts/tool.ts";
import { limitProblems } from "#toolkit/limit-problems.ts";
import { completePolicy } from "./retry-policy.ts";

/** What a call or a step wishes instead of what the operation declares. */
export type PolicyOverrides = {
  readonly timeoutMs?: number | undefined;
  readonly retry?: RetryPolicy | undefined;
  readonly cache?: CacheOverride | undefined;
  readonly executor?: string | undefined;
};

/** What holds for a call, once wishes, declarations and config are weighed. */
export type Policy = {
  readonly timeoutMs: number | undefined;
  readonly retry: Required<RetryPolicy> | undefined;
  readonly cache: Required<CachePolicy> | undefined;
  readonly executor: string;
};

export function decidePolicy(
  tool: Tool,
  operation: Operation,
  config: ExecutorConfig,
  wishes: PolicyOverrides,
): Policy {
  return {
    timeoutMs: decideTimeout(tool, operation, config, wishes),
    retry: decideRetry(tool, operation, config, wishes),
    cache: decideCache(operation, config, wishes),
    executor: executorTypeOf(operation, wishes),
  };
}

/** The type of the executor that runs it. */
export function executorTypeOf(operation: Operation, wishes: PolicyOverrides): string {
  return wishes.executor ?? operation.runsOn ?? "main";
}

/** A wish wins; else both the tool's and the operation's bound hold; else the config's. 0 means none everywhere. */
function decideTimeout(
  tool: Tool,
  operation: Operation,
  config: ExecutorConfig,
  wishes: PolicyOverrides,
): number | undefined {
  if (wishes.timeoutMs !== undefined) return wishes.timeoutMs || undefined;
  const declared = [tool.timeoutMs, operation.timeoutMs].filter((ms) => ms !== undefined);
  if (declared.length === 0) return config.timeout_ms || undefined;
  const bounds = declared.filter((ms) => ms > 0);
  return bounds.length > 0 ? Math.min(...bounds) : undefined;
}

/** Only what is safe to repeat is repeated, whoever asks. */
function decideRetry(
  tool: Tool,
  operation: Operation,
  config: ExecutorConfig,
  wishes: PolicyOverrides,
): Required<RetryPolicy> | undefined {
  const { readOnly, idempotent } = operation.annotations ?? {};
  if (!readOnly && !idempotent) return undefined;
  const asked =
    wishes.retry ?? operation.retry ?? tool.retry ?? (config.retry ? fromStepRetry(config.retry) : undefined);
  if (!asked || asked.maxAttempts <= 1) return undefined;
  return completePolicy(asked);
}

/** Only what declares itself read-only is cached: a write, an alert or a POST is never answered from a cache. */
function decideCache(
  operation: Operation,
  config: ExecutorConfig,
  wishes: PolicyOverrides,
): Required<CachePolicy> | undefined {
  const { cache: wish } = wishes;
  if (!config.enable_cache || !operation.annotations?.readOnly || wish === false) return undefined;
  if (!operation.cache && !wish) return undefined;
  return {
    scope: wish?.scope ?? operation.cache?.scope ?? "task",
    ttlS: wish?.ttl_s ?? operation.cache?.ttlS ?? config.cache_ttl_s,
    files: operation.cache?.files ?? [],
  };
}

/** The plan file's spelling of a retry policy in the library's. */
export function fromStepRetry(retry: StepRetry): RetryPolicy {
  return {
    maxAttempts: retry.max_attempts,
    ...(retry.backoff_ms !== undefined && { backoffMs: retry.backoff_ms }),
    ...(retry.factor !== undefined && { factor: retry.factor }),
    ...(retry.max_backoff_ms !== undefined && { maxBackoffMs: retry.max_backoff_ms }),
    ...(retry.jitter !== undefined && { jitter: retry.jitter }),
  };
}

/** What a call wishes instead of what its operation declares; undefined in the common case. */
export function wishesOf({ timeoutMs, retry, cache, executor }: CallOptions): PolicyOverrides | undefined {
  if (timeoutMs === undefined && retry === undefined && cache === undefined && executor === undefined) return undefined;
  return { timeoutMs, retry, cache, executor };
}

/** @throws E001 naming every number among the wishes that makes no sense */
export function checkWishes({ timeoutMs, retry }: PolicyOverrides): void {
  const problems = [...limitProblems({ ...(timeoutMs !== undefined && { timeoutMs }), ...(retry && { retry }) })];
  if (problems.length === 0) return;
  throw new ValidationError(`Invalid call options: ${problems.join("; ")}`, { details: { problems } });
}

/** Whether two calls wish the same, so that one pipeline serves both. */
export function areSameWishes(a: PolicyOverrides, b: PolicyOverrides): boolean {
  if (a === b) return true;
  if (a.timeoutMs !== b.timeoutMs || a.executor !== b.executor) return false;
  return isSameRecord(a.retry, b.retry) && isSameRecord(a.cache, b.cache);
}

function isSameRecord(a: object | false | undefined, b: object | false | undefined): boolean {
  if (a === b) return true;
  if (!a || !b) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Reflect.get(a, key) === Reflect.get(b, key));
}
