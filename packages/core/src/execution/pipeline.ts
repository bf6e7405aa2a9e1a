import type { IToolExecutor } from "#contracts/tool-executor.ts";
import type { Middleware, Next, PreparedOperation } from "./call.ts";
import { compose } from "./compose.ts";
import { breakCircuit } from "./middleware/break-circuit.ts";
import { enforceDeadline } from "./middleware/enforce-deadline.ts";
import { limitConcurrency } from "./middleware/limit-concurrency.ts";
import { ifPaced, limitRate } from "./middleware/limit-rate.ts";
import { recordHistory } from "./middleware/record-history.ts";
import { resolveReferences } from "./middleware/resolve-references.ts";
import { retry, tryOnce } from "./middleware/retry.ts";
import { reuseCached } from "./middleware/reuse-cached.ts";
import { runOperation } from "./middleware/run-operation.ts";
import { timeOutAttempt } from "./middleware/time-out-attempt.ts";
import { traceOperations } from "./middleware/trace-operation.ts";
import { validateInput } from "./middleware/validate-input.ts";
import type { Services } from "./services.ts";

/**
 * The way of every call, outermost link first. Composed once per operation, from only the links its policy needs, so
 * that an operation with no cache, no retry and no limits pays for none.
 */
export function buildPipeline(
  operation: Omit<PreparedOperation, "run">,
  executor: IToolExecutor,
  services: Services,
): Next {
  const { policy, limits, toolLimits, circuit } = operation;
  const { batchRateLimiter, slots } = services;
  const links: (Middleware | false | undefined)[] = [
    traceOperations(),
    recordHistory(services),
    enforceDeadline(),
    resolveReferences(),
    validateInput(operation, services),
    policy.cache && reuseCached(operation, policy.cache, services),
    policy.retry ? retry(policy.retry, services) : tryOnce(),
    circuit && breakCircuit(circuit),
    batchRateLimiter && ifPaced(limitRate(batchRateLimiter, services)),
    toolLimits.rate && limitRate(toolLimits.rate, services),
    limits.rate && limitRate(limits.rate, services),
    limits.slots && limitConcurrency(limits.slots, services),
    toolLimits.slots && limitConcurrency(toolLimits.slots, services),
    limitConcurrency(slots, services),
    timeOutAttempt(policy.timeoutMs, services),
    runOperation(operation, executor, services),
  ];
  return compose(links.filter((link) => link !== false && link !== undefined));
}
