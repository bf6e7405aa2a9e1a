import type { IOperationExecutor, Lane, LaneCounts, Logger, OperationExecutor, Tasks, ToolRule } from "@aiecs/core";
import type { Connections } from "./connections.ts";
import type { RunningCalls } from "./running-calls.ts";
import type { ServerConfig } from "./server-config.ts";

/** What the server needs of an executor, whatever types it knows of its operations. */
export type ServedExecutor = IOperationExecutor &
  Pick<
    OperationExecutor,
    | "analyzePlan"
    | "artifacts"
    | "batchToolCalls"
    | "config"
    | "executePlan"
    | "exportResult"
    | "getStats"
    | "on"
    | "registry"
  >;

/** What the server needs of the service of durable tasks. */
export interface ServedTasks {
  /** The tasks of one user; undefined: those that belong to nobody. */
  forUser(
    userId: string | undefined,
    rights?: { readonly allow?: ToolRule | undefined; readonly maxOpenTasks?: number | undefined },
  ): Tasks;
  /** @throws E006 when the store or the queue does not answer */
  check(): Promise<void>;
  counts(): Promise<{ readonly lanes: Readonly<Record<Lane, LaneCounts>>; readonly running: number }>;
  stop(options?: { readonly graceMs?: number }): Promise<void>;
}

/** What every route works with. */
export type ServerParts = {
  readonly executor: ServedExecutor;
  readonly tasks: ServedTasks;
  readonly config: ServerConfig;
  /** What MCP clients see. */
  readonly expose: "meta" | "all";
  readonly logger: Logger;
  readonly connections: Connections;
  readonly calls: RunningCalls;
};
