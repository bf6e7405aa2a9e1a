import {
  type CallOptions,
  createDefaultLogger,
  type Logger,
  type OperationExecutor,
  type Tasks,
  type ToolRule,
} from "@aiecs/core";
import { createKeptRuns, type KeptRuns } from "./kept-runs.ts";

/** How much of a result is shown to a model at once. */
export type AnswerLimits = {
  /** A result whose JSON is longer is told by a preview and a link. @default 8_000 */
  readonly maxResultCharacters: number;
  /** Pictures and sounds up to this size are shown, larger ones linked. @default 100_000 */
  readonly maxMediaBytes: number;
  /** A resource that is larger cannot be read in one piece. @default 4 MiB */
  readonly maxResourceBytes: number;
};

const defaultLimits: AnswerLimits = {
  maxResultCharacters: 8_000,
  maxMediaBytes: 100_000,
  maxResourceBytes: 4 * 1024 * 1024,
};

/** What is needed of an executor, whatever it knows of its operations' types. */
export type McpExecutor = Pick<
  OperationExecutor,
  "registry" | "artifacts" | "analyzePlan" | "executePlan" | "exportResult" | "on"
> & { executeOperation(spec: string, params: object, options: CallOptions): Promise<unknown> };

export type McpServerOptions = {
  readonly executor: McpExecutor;
  /** Where plans run durably. @default plans run here, and their results are kept in memory for a while */
  readonly tasks?: Tasks | undefined;
  /** Whose calls these are. */
  readonly userId?: string | undefined;
  /** Which operations may be called. @default all */
  readonly allow?: ToolRule | undefined;
  /** Whether artifacts may be read by their ids. @default true */
  readonly readsArtifacts?: boolean | undefined;
  /** `all` makes a tool of every operation, besides the five that find and run them. @default "meta" */
  readonly expose?: "meta" | "all" | undefined;
  readonly limits?: Partial<AnswerLimits> | undefined;
  /** @default errors of the server itself, as JSON lines on standard error */
  readonly logger?: Logger | undefined;
};

/** What a tool or a resource of this server works with: the executor, and whose calls these are. */
export type Session = {
  readonly executor: McpExecutor;
  readonly tasks: Tasks | undefined;
  readonly userId: string | undefined;
  readonly allow: ToolRule | undefined;
  readonly readsArtifacts: boolean;
  readonly exposesAll: boolean;
  /** Results of runs that are no tasks, readable afterwards. */
  readonly kept: KeptRuns;
  readonly limits: AnswerLimits;
  /** Whether answers say where artifacts lie on this machine. */
  readonly showsPaths: boolean;
  readonly logger: Logger;
};

export type SessionParts = { readonly kept?: KeptRuns; readonly showsPaths?: boolean };

export function openSession(
  {
    executor,
    tasks,
    userId,
    allow,
    readsArtifacts = true,
    expose = "meta",
    limits,
    logger = createDefaultLogger(),
  }: McpServerOptions,
  { kept = createKeptRuns(), showsPaths = true }: SessionParts = {},
): Session {
  const exposesAll = expose === "all";
  return {
    executor,
    tasks,
    userId,
    allow,
    readsArtifacts,
    exposesAll,
    kept,
    limits: { ...defaultLimits, ...limits },
    showsPaths,
    logger,
  };
}
