import { openRedis } from "@aiecs/redis";
import { Client } from "pg";
import type { Figures } from "../../harness/figures.ts";
import { strictLogger } from "../../queue/jobs.ts";
import { cpuMsOf, startServices, type Urls } from "../../queue/services.ts";
import { openFiller } from "../../queue/sides.ts";
import { startWorker } from "../../queue/worker-process.ts";

type Settings = { steps: number; tasks: number; sideBySide: number };

/** What so many tasks take of each part, per task: counted by PostgreSQL, Redis and the kernel. */
export function create({ steps, tasks, sideBySide }: Settings): () => Promise<Figures> {
  return async () => {
    await using services = await startServices({ postgres: true });
    const { urls } = services;
    await using filler = await openFiller("tasks", { urls, waitMs: 0, steps });
    await using worker = await startWorker("tasks", { urls, concurrency: sideBySide });
    await using meters = await openMeters(urls);
    const run = async () => {
      const cpu = process.cpuUsage();
      await filler.add(tasks, sideBySide);
      const { user, system } = process.cpuUsage(cpu);
      await worker.prepare(tasks);
      return { serverUs: user + system, workerUs: (await worker.drain()).cpuMs * 1000 };
    };
    // The first compiles what there is to compile, and makes the tables' first pages.
    await run();
    await worker.rest();
    const before = { ...(await meters.read()), ...cpuUs() };
    const spent = await run();
    // Processor time while the worker's connections are there, counts once they have told what they counted.
    const spentCpu = cpuUs();
    await worker.rest();
    const after: Figures = { ...(await meters.read()), ...spentCpu };
    const all: Figures = {
      ...spent,
      ...Object.fromEntries(Object.entries(before).map(([name, value]) => [name, (after[name] ?? 0) - value])),
    };
    return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, value / tasks]));
  };
}

function cpuUs() {
  return { postgresUs: cpuMsOf("postgres") * 1000, redisUs: cpuMsOf("redis-server") * 1000 };
}

/** Counters that only rise. */
type Meters = AsyncDisposable & { read(): Promise<Figures> };

const counters = `
  SELECT xact_commit::float8 AS transactions, pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 AS "walBytes",
    (SELECT sum(pg_total_relation_size(oid)) FROM pg_class
     WHERE relnamespace = 'aiecs'::regnamespace AND relkind = 'r')::float8 AS "keptBytes"
  FROM pg_stat_database WHERE datname = current_database()`;

async function openMeters(urls: Urls): Promise<Meters> {
  const connection = await openRedis(urls.redis, { logger: strictLogger });
  const client = new Client({ connectionString: urls.postgres });
  await client.connect();
  return {
    async read() {
      // What other connections counted arrives once a second.
      await new Promise((resolve) => setTimeout(resolve, 1_200));
      const { rows } = await client.query<{ transactions: number; walBytes: number; keptBytes: number }>(counters);
      const info = await connection.client.info("stats");
      const [counted] = rows;
      if (!counted) throw new Error("PostgreSQL counts nothing");
      return {
        ...counted,
        commands: Number(/total_commands_processed:(\d+)/.exec(info)?.[1]),
        redisBytes: Number(/total_net_input_bytes:(\d+)/.exec(info)?.[1]),
      };
    },
    async [Symbol.asyncDispose]() {
      await client.end();
      await connection[Symbol.asyncDispose]();
    },
  };
}
