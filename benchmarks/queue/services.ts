import { readdirSync, readFileSync } from "node:fs";
import { startPostgres } from "../../adapters/postgres/src/testing-fixtures/postgres-server.ts";
import { startRedis } from "../../adapters/redis/src/testing-fixtures/redis-server.ts";

/** Where the services of one item are. */
export type Urls = { readonly redis: string; readonly postgres: string };

/** A Redis and a PostgreSQL of the item's own, as one would run them: both write to the disk. */
export type Services = AsyncDisposable & { readonly urls: Urls };

export async function startServices({ postgres }: { readonly postgres: boolean }): Promise<Services> {
  await using stack = new AsyncDisposableStack();
  const redis = stack.use(await startRedis({ appendOnly: true }));
  const database = postgres ? stack.use(await startPostgres({ isDurable: true })) : undefined;
  const started = stack.move();
  return {
    urls: { redis: redis.url, postgres: database?.url ?? "" },
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}

/** By program and process: what each had taken when it was last looked at. */
const known = new Map<string, Map<number, number>>();

/**
 * Processor time in ms of a program that this process started and of processes that it started in turn. It only rises:
 * those that have ended count with what they had taken when this was last asked.
 */
export function cpuMsOf(program: string): number {
  const ofProgram = known.get(program) ?? new Map<number, number>();
  known.set(program, ofProgram);
  for (const pid of descendantsOf(process.pid)) {
    if (read(`/proc/${pid}/comm`) === program) ofProgram.set(pid, Math.max(ownMs(pid), ofProgram.get(pid) ?? 0));
  }
  return ofProgram.values().reduce((sum, ms) => sum + ms, 0);
}

function ownMs(pid: number): number {
  const spent = threadsOf(pid).map((thread) => Number(read(`/proc/${pid}/task/${thread}/schedstat`).split(" ")[0]));
  return spent.reduce((sum, nanoseconds) => sum + nanoseconds, 0) / 1e6;
}

function descendantsOf(pid: number): number[] {
  const children = threadsOf(pid).flatMap((thread) =>
    read(`/proc/${pid}/task/${thread}/children`).split(" ").filter(Boolean).map(Number),
  );
  return [...children, ...children.flatMap(descendantsOf)];
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    // It has ended since it was listed.
    return [];
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    // It has ended since it was listed.
    return "";
  }
}
