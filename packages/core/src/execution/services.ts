import type { ArtifactStore } from "#contracts/artifact-store.ts";
import type { ICacheProvider } from "#contracts/cache-provider.ts";
import type { Clock } from "#contracts/clock.ts";
import type { ExecutorConfig } from "#contracts/config.ts";
import type { FileAccess } from "#contracts/file-access.ts";
import type { Logger } from "#contracts/logger.ts";
import type { NetworkAccess } from "#contracts/network-access.ts";
import type { RateLimit } from "#contracts/operation.ts";
import type { ConcurrencyLimiter, RateLimiter } from "#contracts/rate-limiter.ts";
import type { IToolExecutor } from "#contracts/tool-executor.ts";
import type { IToolProvider } from "#contracts/tool-provider.ts";
import type { CancelScope } from "#primitives/cancel-scope.ts";
import type { SingleFlight } from "#primitives/single-flight.ts";
import type { PreparedOperation } from "./call.ts";
import type { Deadlines } from "./deadlines.ts";
import type { EventBus } from "./event-bus.ts";
import type { PolicyOverrides } from "./policy.ts";
import type { RunningTasks } from "./running-tasks.ts";
import type { Statistics } from "./statistics.ts";
import type { TelemetrySwitch } from "./telemetry-switch.ts";
import type { ToolInstances } from "./tool-instances.ts";

/** Everything that execution needs from outside; `runtime.ts` gathers it. */
export type Services = {
  readonly tools: IToolProvider;
  readonly config: ExecutorConfig;
  readonly clock: Clock;
  /** 0 to 1, for jitter. */
  readonly random: () => number;
  readonly createId: () => string;
  readonly logger: Logger;
  /** Never throws: a cache that fails is one that misses. */
  readonly cache: ICacheProvider;
  /** Equal calls in flight, over all pipelines. */
  readonly flights: SingleFlight<unknown>;
  readonly artifacts: ArtifactStore;
  /** File access of one task: the allowed roots and the task's own artifacts. */
  readonly filesOf: (taskId: string) => FileAccess;
  /** Network access of one attempt, whose signal it obeys. */
  readonly networkOf: (signal: () => AbortSignal) => NetworkAccess;
  readonly executors: ReadonlyMap<string, IToolExecutor>;
  /** The name says what is limited: processes that share limits know them by it. */
  readonly createRateLimiter: (limit: RateLimit, name: string) => RateLimiter;
  readonly createConcurrencyLimiter: (slots: number, name: string) => ConcurrencyLimiter;
  /** The executor's own limits; absent when the config says none. */
  readonly batchRateLimiter: RateLimiter | undefined;
  readonly slots: ConcurrencyLimiter;
  readonly instances: ToolInstances;
  readonly events: EventBus;
  readonly deadlines: Deadlines;
  readonly statistics: Statistics;
  readonly operations: OperationSource;
  readonly running: RunningTasks;
  /** Cancelled when the executor is closed: what waits ends with it, and nothing starts any more. */
  readonly closing: CancelScope;
  readonly telemetry: TelemetrySwitch;
};

/** Finds operations, made ready to run. */
export interface OperationSource {
  /** @throws E001 for a malformed spec or an unknown executor type, E003 for an unknown tool or operation */
  get(spec: string, wishes?: PolicyOverrides): PreparedOperation;
}

/** An operation source that can also make up operations nobody registered. */
export interface OpenOperationSource extends OperationSource {
  /** The registered operation, or an unchecked one where there is none, run by the given executor. */
  getWith(spec: string, executor: IToolExecutor, wishes?: PolicyOverrides): PreparedOperation;
}
