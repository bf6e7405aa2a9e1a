import { createExecutor, openTasks, type Tool } from "@aiecs/core";
import { createServer, type ServerConfigInput } from "@aiecs/server";
import { suiteTools } from "./suite-tools.ts";

export type OpenServer = AsyncDisposable & { readonly url: string };

export type OpenServerOptions = {
  /** Where artifacts are kept. */
  readonly folder: string;
  readonly config?: ServerConfigInput;
  readonly environment?: Readonly<Record<string, string>>;
};

/** A whole server in this process: the suite's tools, tasks in memory, a free port. */
export async function openServer({ folder, config = {}, environment = {} }: OpenServerOptions): Promise<OpenServer> {
  await using opened = new AsyncDisposableStack();
  const tools: readonly Tool[] = suiteTools;
  const executor = opened.use(
    createExecutor({
      tools,
      config: { rate_limit_requests_per_second: 0, artifacts_folder: folder },
      environment: {},
    }),
  );
  const tasks = opened.use(await openTasks({ executor, database: ":memory:" }));
  tasks.start();
  const server = await createServer({ executor, tasks, config: { port: 0, grace_s: 0, ...config }, environment });
  opened.use(server);
  const { url } = await server.listen();
  const held = opened.move();
  return { url, [Symbol.asyncDispose]: () => held.disposeAsync() };
}
