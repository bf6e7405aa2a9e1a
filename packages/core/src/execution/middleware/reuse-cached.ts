import type { CacheLead } from "#contracts/cache-provider.ts";
import type { CachePolicy } from "#contracts/operation.ts";
import type { Call, Middleware, PreparedOperation } from "../call.ts";
import { fingerprintFiles } from "../fingerprint-files.ts";
import type { Services } from "../services.ts";

type CacheableOperation = Pick<PreparedOperation, "spec" | "tool" | "policy">;

/**
 * Answers from the cache: the parameters are canonical here, and a hit costs no permit. Equal calls in flight share one
 * run, which is cancelled only when all its callers are. Nobody gets a value that somebody else can change.
 */
export function reuseCached(
  operation: CacheableOperation,
  policy: Required<CachePolicy>,
  services: Services,
): Middleware {
  const { flights, cache, clock } = services;
  const keyOf = createKeyMaker(operation, policy, services);
  return async (call, next) => {
    const made = keyOf(call);
    const key = typeof made === "string" || made === undefined ? made : await made;
    if (key === undefined) return next(call);
    const found = cache.getFromCache(key);
    const hit: unknown = found instanceof Promise ? await found : found;
    if (hit !== undefined) return announceHit(call, hit);
    if (typeof made !== "string" || found instanceof Promise) call.clockMs = clock.monotonicMs();
    const produce = async (): Promise<unknown> => {
      const output = await next(call);
      const tag = { tool: operation.tool.name, userId: call.userId };
      await cache.addToCache(key, output, { ttlS: policy.ttlS, tag });
      return output;
    };
    // A nested call that equals one above it would wait for itself.
    if (call.inner?.caller) return produce();
    let reused = false;
    const follow = async (lead: Promise<CacheLead>): Promise<unknown> => {
      const led = await lead;
      call.clockMs = clock.monotonicMs();
      if ("done" in led) return produce().finally(() => led.done());
      reused = true;
      return led.value;
    };
    const { value, shared } = await flights.run(key, call.cancellation, (cancellation) => {
      // From here on the work is not this caller's alone.
      call.cancellation = cancellation;
      return cache.lead ? follow(cache.lead(key, cancellation)) : produce();
    });
    return shared || reused ? announceHit(call, value) : value;
  };
}

function announceHit(call: Call, value: unknown): unknown {
  call.cached = true;
  if (!call.inner) call.run.emit("operation.cached", call.stepIndex, call.operation.spec, {});
  return value;
}

/** Two users never share a key unless the operation says that its answers are everybody's. */
function createKeyMaker(
  { spec, tool, policy: { executor } }: CacheableOperation,
  policy: Required<CachePolicy>,
  { cache }: Services,
): (call: Call) => string | undefined | Promise<string | undefined> {
  // Here and on a thread the same code runs; what another executor answers is its own.
  const elsewhere = executor === "main" || executor === "thread" ? "" : ` by ${executor}`;
  const operationType = `${spec}@${tool.version}${elsewhere}`;
  const byUser = policy.scope !== "global";
  const byTask = policy.scope === "task";
  const keyOf = (call: Call, files: readonly unknown[]) => {
    const userId = byUser ? (call.userId ?? "") : "";
    const taskId = byTask ? (call.givenTaskId ?? "") : "";
    const { allow, input } = call.run;
    const args = [...files, ...namedDatasets(call.params, input)];
    // An answer may hold what its operation was given by another one that not everybody may call.
    if (allow) args.push({ allow });
    return cache.generateCacheKey(operationType, userId, taskId, args, call.params as Record<string, unknown>);
  };
  if (policy.files.length === 0) return (call) => keyOf(call, []);
  return async (call) => keyOf(call, await fingerprintFiles(call.params, policy.files, call.run.input));
}

/** What a parameter that names a dataset of the plan's input stands for: the same name can mean other data next time. */
function namedDatasets(params: object, input: Readonly<Record<string, unknown>>): unknown[] {
  const datasets: unknown[] = [];
  for (const value of Object.values(params)) {
    if (typeof value === "string" && Object.hasOwn(input, value)) datasets.push(value, input[value]);
  }
  return datasets;
}
