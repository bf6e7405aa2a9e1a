import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createExecutor, type Logger, type OperationExecutor, openTasks, type TaskService } from "@aiecs/core";
import { createServer, type Server } from "#create-server.ts";
import type { ServerConfigInput } from "#server-config.ts";
import { createDoorTool } from "./door-tool.ts";

export type OpenServerOptions = {
  readonly config?: ServerConfigInput;
  readonly environment?: Readonly<Record<string, string>>;
  /** Takes the place of the real ones. */
  readonly tasks?: Partial<TaskService>;
  /** Whether tasks are run. @default true */
  readonly runsTasks?: boolean;
};

export type OpenServer = AsyncDisposable & {
  readonly server: Server;
  readonly app: Server["app"];
  readonly executor: OperationExecutor;
  readonly tasks: TaskService;
  /** Where artifacts and the working files are. */
  readonly folder: string;
  /** What was logged: lines of JSON. */
  readonly logged: readonly string[];
  /** Names of the `wait` operations that were cancelled. */
  readonly aborted: readonly string[];
  /** Listens, and gives the address. */
  readonly listen: () => Promise<string>;
};

/** A whole server over real tasks, in a folder of its own. */
export async function openServer(options: OpenServerOptions = {}): Promise<OpenServer> {
  const folder = await mkdtemp(join(tmpdir(), "aiecs-server-"));
  const aborted: string[] = [];
  const logged: string[] = [];
  const logger = createLineLogger(logged);
  const executor = createExecutor({
    tools: [createDoorTool({ aborted })],
    config: { rate_limit_requests_per_second: 0, artifacts_folder: join(folder, "runs"), roots: [folder] },
    environment: {},
    logger,
  });
  const real = await openTasks({ executor, database: join(folder, "tasks.db"), config: { sync: "normal" }, logger });
  const tasks = new Proxy(real, {
    get: (target, key) => {
      const own: unknown = Reflect.get(options.tasks ?? {}, key);
      const value: unknown = own ?? Reflect.get(target, key);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  if (options.runsTasks ?? true) real.start();
  const config = { port: 0, grace_s: 2, ...options.config };
  const server = await createServer({ executor, tasks, config, logger, environment: options.environment ?? {} });
  return {
    server,
    app: server.app,
    executor,
    tasks: real,
    folder,
    logged,
    aborted,
    listen: async () => (await server.listen()).url,
    async [Symbol.asyncDispose]() {
      await server.close();
      await real[Symbol.asyncDispose]();
      await executor[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function createLineLogger(lines: string[]): Logger {
  const at =
    (level: string) =>
    (fields: object, message?: string): void => {
      const shown = Object.entries(fields).map(([key, value]) => [key, value instanceof Error ? value.stack : value]);
      lines.push(JSON.stringify({ level, message, ...Object.fromEntries(shown) }));
    };
  const isLevelEnabled: Logger["isLevelEnabled"] = (level) => level !== "debug";
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error"), isLevelEnabled };
}
