import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { StepPage, Task } from "@aiecs/core";
import {
  type PostgresServer,
  type PostgresServerOptions,
  startPostgres,
} from "../../../../adapters/postgres/src/testing-fixtures/postgres-server.ts";
import { type RedisServer, startRedis } from "../../../../adapters/redis/src/testing-fixtures/redis-server.ts";
import { createRandom, expectedResults, randomPlan } from "../../../core/test/crash/random-plan.ts";
import { followTask } from "./follow-events.ts";
import { type Network, openNetwork } from "./network.ts";
import type { TraceLine } from "./trace-tool.ts";

const command = fileURLToPath(new URL("../../bin/aiecs.mjs", import.meta.url));
const tool = fileURLToPath(new URL("./trace-tool.ts", import.meta.url));
const leaseS = 3;
const shorterMs = 1_000;
/** A lease runs out, and within half of that again the queue finds it out: another worker has the tasks by then. */
const longerMs = leaseS * 2_000;
/** One worker can take what the other had. */
const fastConcurrency = 20;
const patienceMs = 240_000;

/** What can go wrong with several machines. */
export const faults = [
  "kill worker",
  "restart Redis",
  "restart PostgreSQL",
  "cut network for less than a lease",
  "cut network for more than a lease",
  "freeze worker",
] as const;

export type Fault = (typeof faults)[number];

export type FaultOptions = {
  readonly seed: number;
  readonly tasks: number;
  readonly steps: number;
  /** In that order, with pauses of random length. */
  readonly faults: readonly Fault[];
  /** Whether Redis keeps what it holds when it is restarted. */
  readonly appendOnly: boolean;
};

export type FaultResult = {
  /** Steps that were interrupted, and begun again. */
  readonly repeated: number;
  readonly events: number;
};

type PostgresSettings = NonNullable<PostgresServerOptions["settings"]>;

type Process = { readonly child: ChildProcess; readonly exited: Promise<unknown[]>; readonly said: string };

/** A server and two workers over Redis and PostgreSQL; the second worker is at the far end of a network that can be cut. */
type Site = {
  readonly folder: string;
  readonly redis: RedisServer;
  readonly postgres: PostgresServer;
  readonly network: Network;
  readonly url: string;
  readonly server: Process;
  readonly workers: Process[];
  /** Starts a worker in place of one that has ended. */
  readonly startWorker: (index: number) => Promise<Process>;
};

/**
 * Submits tasks, lets faults happen while they run, and checks what must hold: every accepted task ends, no step begins
 * after it was told as completed, results are those of an undisturbed run, and whoever follows a task hears each event once.
 */
export async function runFaults(options: FaultOptions): Promise<FaultResult> {
  await using stack = new AsyncDisposableStack();
  const site = await openSite(options, stack);
  const random = createRandom(options.seed);
  const ids = Array.from({ length: options.tasks }, (_, index) => `task-${index}`);
  await Promise.all(
    ids.map((id, index) => submit(site.url, id, randomPlan(options.seed * 1_000 + index, options.steps))),
  );
  const followed = Promise.all(ids.map((id) => followTask(site.url, id)));
  // Reported where it is awaited.
  followed.catch(() => {});
  /** Steps that were told as completed, with the lines that the log had then. */
  const told = new Map<string, number>();
  for (const fault of options.faults) {
    await sleep(300 + random() * 700);
    await perform(fault, site, random);
    await notice(site, ids, told);
  }
  const events = await Promise.race([followed, outOfTime(site, ids)]);
  const repeated = await check(site, ids, options, told);
  const ends = [site.server, ...site.workers];
  for (const { child } of ends) child.kill("SIGTERM");
  const codes = await Promise.all(ends.map(async ({ exited }) => (await exited)[0]));
  assert.deepEqual(
    codes,
    ends.map(() => 0),
    "processes that are asked to end do so with 0",
  );
  return { repeated, events: events.reduce((sum, count) => sum + count, 0) };
}

async function openSite({ appendOnly }: FaultOptions, stack: AsyncDisposableStack): Promise<Site> {
  const folder = await mkdtemp(join(tmpdir(), "aiecs-faults-"));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  await writeFile(
    join(folder, "aiecs.config.yaml"),
    `tools: [${tool}]\ntasks: { lease_s: ${leaseS}, fast_concurrency: ${fastConcurrency} }\nserver: { grace_s: 5 }\n`,
  );
  const network = stack.use(await openNetwork());
  const redis = stack.use(await startRedis({ appendOnly, config: redisListening(network) }));
  const postgres = stack.use(await startPostgres({ settings: await postgresListening(network, folder) }));
  const near = { AIECS_REDIS_URL: redis.url, AIECS_DATABASE_URL: postgres.url };
  const far = {
    AIECS_REDIS_URL: await network.reach(redis.url),
    AIECS_DATABASE_URL: await network.reach(postgres.url),
  };
  const start = async (args: readonly string[], env: Record<string, string>, enter: readonly string[] = []) => {
    const started = await startProcess(folder, args, env, enter);
    stack.defer(async () => {
      started.child.kill("SIGKILL");
      started.child.kill("SIGCONT");
      await started.exited;
    });
    return started;
  };
  const server = await start(["serve", "--port", "0", "--queue", "none"], near);
  const startWorker = (index: number) =>
    index === 0 ? start(["worker"], near) : start(["worker"], far, network.enter);
  const workers = [await startWorker(0), await startWorker(1)];
  const url = /http:\S+/.exec(server.said)?.[0] ?? "";
  return { folder, redis, postgres, network, url, server, workers, startWorker };
}

function redisListening({ addresses: [address] }: Network): string[] {
  return address === undefined ? [] : [`bind 127.0.0.1 ${address}`, "protected-mode no"];
}

/** PostgreSQL lets in who comes from loopback, and needs to be told of others. */
async function postgresListening({ addresses: [address, asker] }: Network, folder: string): Promise<PostgresSettings> {
  if (address === undefined) return {};
  const path = join(folder, "pg_hba.conf");
  await writeFile(path, `host all all 127.0.0.1/32 trust\nhost all all ${asker}/32 trust\n`);
  // It runs as a user of its own.
  await chmod(folder, 0o755);
  return { listen_addresses: `127.0.0.1,${address}`, hba_file: path };
}

async function startProcess(
  folder: string,
  args: readonly string[],
  env: Record<string, string>,
  enter: readonly string[],
): Promise<Process> {
  const [program = "", ...rest] = [...enter, process.execPath, "--conditions=aiecs-source", command, ...args];
  const child = spawn(program, rest, {
    cwd: folder,
    env: { PATH: process.env.PATH ?? "", TRACE_LOG: join(folder, "trace"), ...env },
    stdio: ["ignore", "pipe", process.env.FAULT_LOGS ? "inherit" : "ignore"],
  });
  const exited = once(child, "exit");
  const [said] = (await Promise.race([once(createInterface(child.stdout), "line"), exited])) as [unknown];
  assert.equal(typeof said, "string", `aiecs ${args.join(" ")} ended with ${String(said)}`);
  return { child, exited, said: String(said) };
}

async function perform(fault: Fault, site: Site, random: () => number): Promise<void> {
  const { redis, postgres, network, workers, startWorker } = site;
  const index = Math.floor(random() * workers.length);
  const worker = workers[index];
  assert(worker);
  switch (fault) {
    case "kill worker": {
      worker.child.kill("SIGKILL");
      await worker.exited;
      workers[index] = await startWorker(index);
      return;
    }
    case "restart Redis":
      return await redis.restart();
    case "restart PostgreSQL":
      return await postgres.restart("immediate");
    case "cut network for less than a lease":
    case "cut network for more than a lease":
      await network.cut();
      await sleep(fault === "cut network for less than a lease" ? shorterMs : longerMs);
      return await network.heal();
    case "freeze worker":
      worker.child.kill("SIGSTOP");
      await sleep(longerMs);
      worker.child.kill("SIGCONT");
  }
}

async function submit(url: string, id: string, plan: object): Promise<void> {
  const body = JSON.stringify({ plan, task_id: id, concurrency: 4 });
  const answer = await fetch(`${url}/api/tasks`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  assert.equal(answer.status, 202, await answer.text());
}

async function history(url: string, id: string): Promise<StepPage["steps"]> {
  const answer = await fetch(`${url}/api/tasks/${id}?limit=1000`);
  assert(answer.ok, `history of ${id}: ${answer.status}`);
  return ((await answer.json()) as { readonly history: StepPage }).history.steps;
}

/** Remembers what is told as completed by now. While the database is away, nothing is. */
async function notice({ url, folder }: Site, ids: readonly string[], told: Map<string, number>): Promise<void> {
  for (const id of ids) {
    const steps = await history(url, id).catch(() => []);
    const lines = (await readTrace(folder)).length;
    for (const { index, completed } of steps) {
      if (completed && !told.has(`${id}:${index}`)) told.set(`${id}:${index}`, lines);
    }
  }
}

async function readTrace(folder: string): Promise<TraceLine[]> {
  const path = join(folder, "trace");
  if (!existsSync(path)) return [];
  const lines = (await readFile(path, "utf8")).split("\n").filter((line) => line !== "");
  return lines.map((line) => JSON.parse(line));
}

async function outOfTime({ url }: Site, ids: readonly string[]): Promise<never> {
  await sleep(patienceMs, undefined, { ref: false });
  const answer = await fetch(`${url}/api/tasks?limit=1000`);
  const { tasks } = (await answer.json()) as { readonly tasks: readonly Task[] };
  const open = tasks.filter(({ status }) => status !== "completed").map(({ id, status }) => `${id} ${status}`);
  throw new assert.AssertionError({
    message: `${open.length} of ${ids.length} tasks have not completed: ${open.join(", ")}`,
  });
}

/** How many steps were begun again. */
async function check(
  { url, folder }: Site,
  ids: readonly string[],
  { seed, steps }: FaultOptions,
  told: ReadonlyMap<string, number>,
): Promise<number> {
  const lines = await readTrace(folder);
  for (const [position, { key, pid }] of lines.entries()) {
    const since = told.get(key);
    assert(since === undefined || position < since, `${key} began in ${pid} although it had completed`);
  }
  assert.equal(new Set(lines.map(({ key }) => key)).size, ids.length * steps, "each step has one idempotency key");
  for (const [index, id] of ids.entries()) {
    const results = (await history(url, id)).map(({ result }) => result);
    assert.deepEqual(results, expectedResults(randomPlan(seed * 1_000 + index, steps)));
  }
  return lines.length - ids.length * steps;
}
