import { randomUUID } from "node:crypto";
import { createFileArtifacts } from "#adapters/artifacts/file-artifacts.ts";
import { withRetention } from "#adapters/artifacts/retention.ts";
import { taskFolder } from "#adapters/artifacts/safe-names.ts";
import { createForgivingCache } from "#adapters/cache/forgiving-cache.ts";
import { systemClock } from "#adapters/clock.ts";
import { createConcurrencyLimiter } from "#adapters/concurrency/slots.ts";
import { createDefaultLogger } from "#adapters/default-logger.ts";
import { createFileAccess } from "#adapters/files/file-access.ts";
import { createLocalLimits } from "#adapters/limits/local-limits.ts";
import { createNetworkAccess } from "#adapters/network/network-access.ts";
import { createThreadExecutor } from "#adapters/runner/threads/pool.ts";
import type { ArtifactStore } from "#contracts/artifact-store.ts";
import type { ICacheProvider } from "#contracts/cache-provider.ts";
import type { Clock } from "#contracts/clock.ts";
import type { ExecutorConfig } from "#contracts/config.ts";
import { CancelledError } from "#contracts/errors.ts";
import type { FileAccess } from "#contracts/file-access.ts";
import type { LimiterFactory } from "#contracts/limiter-factory.ts";
import type { Logger } from "#contracts/logger.ts";
import type { Tool } from "#contracts/tool.ts";
import type { IToolExecutor } from "#contracts/tool-executor.ts";
import { Deadlines } from "#execution/deadlines.ts";
import { EventBus } from "#execution/event-bus.ts";
import { OperationShelf } from "#execution/prepare-operation.ts";
import { RunningTasks } from "#execution/running-tasks.ts";
import type { Services } from "#execution/services.ts";
import { Statistics } from "#execution/statistics.ts";
import { TelemetrySwitch } from "#execution/telemetry-switch.ts";
import { ToolInstances } from "#execution/tool-instances.ts";
import { CancelScope } from "#primitives/cancel-scope.ts";
import { createSingleFlight } from "#primitives/single-flight.ts";
import type { ToolRegistry } from "#toolkit/tool-registry.ts";
import { toolConfigFromEnvironment } from "./config-from-environment.ts";

/** Parts of an executor that can be replaced; the defaults work in one process with nothing installed. */
export type ExecutorParts = {
  /** Settings per tool, by its name; checked by the tool's own schema. They win over the environment's. */
  readonly toolConfig?: Readonly<Record<string, unknown>>;
  /** Where tools find settings that are not given: `{TOOL_NAME}_{KEY}`. @default none */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Executor types besides `main` and `thread`. */
  readonly executors?: Readonly<Record<string, IToolExecutor>>;
  readonly artifacts?: ArtifactStore;
  /**
   * Where the rate of batches and the limits that tools and operations declare are counted. `max_concurrency` is
   * always this executor's own: it guards the memory and the processor of one process.
   * @default in this executor alone
   */
  readonly limits?: LimiterFactory;
  /** @default errors of the runtime itself, as JSON lines on standard error */
  readonly logger?: Logger;
  readonly clock?: Clock;
  /** 0 to 1. @default Math.random */
  readonly random?: () => number;
};

export type Runtime = {
  readonly services: Services;
  readonly shelf: OperationShelf;
  readonly executors: Map<string, IToolExecutor>;
  /** Lets go of what tools made, here and on threads. */
  clearInstances(): void;
  close(): Promise<void>;
};

/** Ties execution to its adapters. The only place where both are known. */
export function createServices(
  mainExecutor: IToolExecutor & { readonly registry: ToolRegistry },
  cache: ICacheProvider,
  config: ExecutorConfig,
  parts: ExecutorParts,
): Runtime {
  const { clock = systemClock, random = Math.random, logger = createDefaultLogger(), toolConfig = {} } = parts;
  const filesOf = createFilesOf(config);
  const settingsOf = (tool: Tool) => toolConfigFromEnvironment(tool, toolConfig[tool.name], parts.environment ?? {});
  const instances = new ToolInstances({ settingsOf, surroundings: { limits: config.limits }, logger });
  const threads = createThreadExecutor({
    maxWorkers: config.max_workers,
    maxMemoryMb: config.max_thread_memory_mb,
    configOf: (tool) => instances.configOf(tool),
    logger,
  });
  const executors = new Map<string, IToolExecutor>([
    ["main", mainExecutor],
    ["thread", threads],
  ]);
  const shelf: OperationShelf = new OperationShelf(() => services);
  const services: Services = {
    ...createLimiters(config, parts.limits ?? createLocalLimits({ clock })),
    ...createBooks(clock, logger),
    tools: mainExecutor.registry,
    config,
    clock,
    random,
    createId: randomUUID,
    logger,
    cache: createForgivingCache(cache, logger),
    artifacts: openArtifacts(parts.artifacts, config, { files: filesOf(""), clock, logger }),
    filesOf,
    networkOf: (signal) => createNetworkAccess({ config, signal }),
    executors,
    instances,
    operations: shelf,
  };
  const stopListening = mainExecutor.registry.onUnregistered((tool) => {
    clearResults(cache, tool);
    shelf.forget(tool);
    instances.retire(tool);
    if (tool.create) threads.renew();
  });
  const close = async (): Promise<void> => {
    stopListening();
    giveUpEverything(services);
    await instances.close();
    await threads[Symbol.asyncDispose]();
  };
  const clearInstances = (): void => {
    instances.clear();
    threads.renew();
  };
  return { services, shelf, executors, clearInstances, close };
}

/** Another tool of that name must not answer with what this one said. */
function clearResults(cache: ICacheProvider, { name }: Tool): void {
  if ("clear" in cache && typeof cache.clear === "function") void cache.clear({ tool: name });
}

type Books = Pick<Services, "flights" | "events" | "deadlines" | "statistics" | "running" | "closing" | "telemetry">;

/** What is kept of the calls under way and of those that ended. */
function createBooks(clock: Clock, logger: Logger): Books {
  return {
    flights: createSingleFlight(),
    events: new EventBus(logger),
    deadlines: new Deadlines(clock),
    statistics: new Statistics(),
    running: new RunningTasks(),
    closing: new CancelScope(),
    telemetry: new TelemetrySwitch(),
  };
}

type Limiters = Pick<Services, "createRateLimiter" | "createConcurrencyLimiter" | "batchRateLimiter" | "slots">;

function createLimiters(config: ExecutorConfig, limits: LimiterFactory): Limiters {
  const { rate_limit_requests_per_second: perSecond, batch_size: burst, max_queue: maxWaiting } = config;
  return {
    createRateLimiter: ({ perSecond: rate, burst: most = 1 }, name) =>
      limits.rate({ name, perSecond: rate, burst: most, maxWaiting }),
    createConcurrencyLimiter: (slots, name) => limits.concurrency({ name, slots, maxWaiting }),
    batchRateLimiter: perSecond ? limits.rate({ name: "batch", perSecond, burst, maxWaiting }) : undefined,
    slots: createConcurrencyLimiter({ slots: config.max_concurrency, maxWaiting }),
  };
}

function openArtifacts(
  given: ArtifactStore | undefined,
  { artifacts_folder: folder, artifact_retention_h: hours }: ExecutorConfig,
  { files, ...parts }: { readonly files: FileAccess; readonly clock: Clock; readonly logger: Logger },
): ArtifactStore {
  const store = given ?? createFileArtifacts({ folder, files });
  return hours === null ? store : withRetention(store, { hours, ...parts });
}

function createFilesOf(config: ExecutorConfig): (taskId: string) => FileAccess {
  const { roots, limits, artifacts_folder: artifactsFolder } = config;
  return (taskId) => {
    const ownFolder = taskId === "" ? undefined : taskFolder(artifactsFolder, taskId);
    return createFileAccess({ roots, limits, artifactsFolder, ownFolder });
  };
}

/** Ends what waits, then what runs. */
function giveUpEverything({ closing, running, deadlines }: Services): void {
  const reason = new CancelledError("Cancelled: the executor was closed");
  closing.cancel(reason);
  running.close(reason);
  deadlines.close(reason);
}
