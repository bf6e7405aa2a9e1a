import { execFile } from "node:child_process";
import { globSync } from "node:fs";
import { basename, dirname } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPostgresStore } from "../adapters/postgres/src/index.ts";
import { type PostgresServer, startPostgres } from "../adapters/postgres/src/testing-fixtures/postgres-server.ts";
import { type RedisServer, startRedis } from "../adapters/redis/src/testing-fixtures/redis-server.ts";

type Services = { readonly redis: RedisServer; readonly postgres: PostgresServer };

/** What an example shows, the names of its plans, and whose tasks they are. */
type Example = { readonly title: string; readonly plans: readonly string[]; readonly userId?: string };

const examples: Readonly<Record<string, Example>> = {
  "batch-conversion": { title: "[SCN-5] batch conversion", plans: ["batch-conversion"] },
  "contract-review": { title: "[CASE-2] the review of contracts", plans: ["contract-review"] },
  "system-monitor": { title: "[CASE-3] the system monitor", plans: ["collect", "analyze", "alert"] },
  "metrics-alerts": { title: "[SCN-3] alerts from metrics", plans: ["metrics-alerts"] },
  "daily-sales": { title: "[CASE-1] the daily sales report", plans: ["daily-sales"], userId: "analyst_001" },
  "document-extraction": { title: "[SCN-2] document extraction", plans: ["document-extraction"] },
  "analysis-pipeline": { title: "[SCN-1] the data analysis pipeline", plans: ["analysis-pipeline"] },
  "content-studio": { title: "[SCN-4] from a topic to recommendations", plans: ["content-studio"] },
  multimodal: { title: "[SCN-6] text, pictures and search side by side", plans: ["multimodal"] },
  "quality-dependent-cleaning": {
    title: "[SCN-7] cleaning that depends on the data's quality",
    plans: ["quality-dependent-cleaning"],
  },
  "mcp-servers": { title: "[MCP-1] tools of MCP servers in a plan", plans: ["mcp-servers"] },
};

/** Examples with plan files that are not run by workers here, and why. */
const leftOut: Readonly<Record<string, string>> = {
  "custom-tool": "its counter lives in the process that it runs in, which is what it shows",
  "progress-sharing": "starts a server of its own in TypeScript, whose socket it shows",
};

const patience = { timeout: 600_000 };

/** Each example starts a server and workers with its own config, which take what the queue has: two share no services. */
const places: { readonly services: Services; free: Promise<unknown> }[] = [];

beforeAll(async () => {
  for (let count = 0; count < 2; count++) {
    const [redis, postgres] = await Promise.all([startRedis(), startPostgres()]);
    places.push({ services: { redis, postgres }, free: Promise.resolve() });
  }
}, 60_000);

afterAll(async () => {
  for (const { services } of places) {
    await services.redis[Symbol.asyncDispose]();
    await services.postgres[Symbol.asyncDispose]();
  }
});

type Ended = { readonly status: number | null; readonly output: string };

/** Runs an example as a reader would who has the two services. */
function runExample(name: string, { redis, postgres }: Services): Promise<Ended> {
  const env = { ...process.env, AIECS_REDIS_URL: redis.url, AIECS_DATABASE_URL: postgres.url };
  return new Promise((resolve) => {
    const args = ["--conditions=aiecs-source", `examples/${name}/main.ts`];
    const child = execFile("node", args, { env, timeout: 300_000 }, (_error, stdout, stderr) =>
      resolve({ status: child.exitCode, output: stdout + stderr }),
    );
  });
}

/** The names of the plans that were run as tasks, and whether each task has ended. */
async function tasksOf({ postgres }: Services, userId: string | undefined) {
  await using store = await openPostgresStore({ url: postgres.url });
  const { records } = await store.list({ userId, limit: 1_000 });
  return records.map(({ work, endedAt }) => ({ name: work.plan.name ?? "", hasEnded: endedAt !== null }));
}

describe("examples on a server and its workers", () => {
  it.concurrent.each(Object.entries(examples).map(([name, example], index) => ({ name, index, ...example })))(
    "[DIST-2] $title gives what it gives in one process",
    patience,
    async ({ name, index, plans, userId }) => {
      const place = places[index % places.length];
      if (!place) throw new Error("There are no services");
      const { services } = place;
      const run = place.free.then(() => runExample(name, services));
      place.free = run;
      const { status, output } = await run;
      expect(status, output).toBe(0);
      const tasks = (await tasksOf(services, userId)).filter((task) => plans.includes(task.name));
      expect(new Set(tasks.map((task) => task.name))).toEqual(new Set(plans));
      expect(tasks.filter(({ hasEnded }) => !hasEnded)).toEqual([]);
    },
  );

  it("are all that have plan files, but those with a reason", () => {
    const withPlans = globSync("examples/*/*.yaml").map((path) => basename(dirname(path)));
    expect(new Set([...Object.keys(examples), ...Object.keys(leftOut)])).toEqual(new Set(withPlans));
  });
});
