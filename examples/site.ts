import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** A server and its workers. Disposing of it stops them. */
export type Site = AsyncDisposable & { readonly url: string };

/** Whether there are a Redis and a PostgreSQL by which processes can share work. */
export function hasServices(): boolean {
  return Boolean(process.env.AIECS_REDIS_URL && process.env.AIECS_DATABASE_URL);
}

/**
 * Starts a server that runs no task itself, and a worker for each queue: each a process of its own, which share the
 * services of AIECS_REDIS_URL and AIECS_DATABASE_URL.
 *
 * `options` are those of the command line that say which tools there are, and how they are set.
 */
export async function startSite(options: readonly string[], environment = process.env): Promise<Site> {
  await using started = new AsyncDisposableStack();
  const start = (...args: readonly string[]) => startCommand([...args, ...options], environment, started);
  const [announced] = await Promise.all([
    start("serve", "--port", "0", "--queue", "none"),
    start("worker", "--queue", "fast_tasks"),
    start("worker", "--queue", "heavy_tasks"),
  ]);
  const processes = started.move();
  return { url: announced.replace("AIECS listens on ", ""), [Symbol.asyncDispose]: () => processes.disposeAsync() };
}

/** Gives the line by which the command says that it is ready. */
async function startCommand(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  started: AsyncDisposableStack,
): Promise<string> {
  const aiecs = ["--conditions=aiecs-source", "packages/cli/bin/aiecs.mjs"];
  const child = spawn(process.execPath, [...aiecs, ...args], { stdio: ["ignore", "pipe", "pipe"], env: environment });
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    log += text;
  });
  const ended = once(child, "exit");
  started.defer(async () => {
    child.kill();
    assert.deepEqual(await ended, [0, null], `aiecs ${args.join(" ")}\n${log}`);
  });
  const [line] = await Promise.race([once(createInterface(child.stdout), "line"), ended]);
  assert(typeof line === "string", `aiecs ${args.join(" ")} did not start\n${log}`);
  return line;
}
