import type { ArtifactAccess } from "./artifact-store.ts";
import type { FileAccess } from "./file-access.ts";
import type { ResourceLimits } from "./limits.ts";
import type { Logger } from "./logger.ts";
import type { NetworkAccess } from "./network-access.ts";
import type { ToolRule } from "./tool-rule.ts";

/** What an operation knows of the call it serves. The same on the main thread and on worker threads. */
export interface ToolContext<Instance = unknown> {
  /** Absent when the caller named none. */
  readonly userId: string | undefined;
  /** Generated when the caller named none. */
  readonly taskId: string;
  /** The step's own index in this call, from 0. */
  readonly stepIndex: number;
  /** From 1. */
  readonly attempt: number;
  /** Aborts when the call is cancelled or out of time. */
  readonly signal: AbortSignal;
  /** The same for every attempt of this step, also after a crash: give it to services that refuse duplicates. */
  readonly idempotencyKey: string;
  /** Which operations the call may use; absent where it may use all. */
  readonly allow?: ToolRule | undefined;
  /** The plan's input. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly log: Logger;
  readonly artifacts: ArtifactAccess;
  readonly files: FileAccess;
  readonly network: NetworkAccess;
  /** How large the files, images, documents and tables may be that operations open. */
  readonly limits: ResourceLimits;
  /** What the tool's `create` made. */
  readonly instance: Instance;
  /** Tells subscribers how far the work is: 0 to 1. */
  progress(fraction: number, message?: string): void;
  /** Runs another operation within this call's slot, user, task and signal. */
  call(spec: string, params?: object): Promise<unknown>;
}
