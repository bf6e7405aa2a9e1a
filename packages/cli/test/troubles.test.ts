import { execFileSync } from "node:child_process";
import { mkdtempSync, rmdirSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type PostgresServer, startPostgres } from "../../../adapters/postgres/src/testing-fixtures/postgres-server.ts";
import { type RedisServer, startRedis } from "../../../adapters/redis/src/testing-fixtures/redis-server.ts";
import { createProject, ended, type Project } from "./cli-process.ts";

const secret = "s3cret";
const graceS = 1;
/** After that a process has ended that was asked to, whatever is away: its grace time, two seconds, and some for a busy machine. */
const endsWithinMs = graceS * 1_000 + 2_000 + 2_000;

let redis: RedisServer;
let postgres: PostgresServer;
let project: Project;

beforeAll(async () => {
  [redis, postgres] = await Promise.all([startRedis({ password: secret }), startPostgres({ password: secret })]);
}, 60_000);
afterAll(async () => {
  await redis[Symbol.asyncDispose]();
  await postgres[Symbol.asyncDispose]();
});
beforeEach(async () => {
  project = await createProject();
  await writeConfig("");
});
afterEach(() => project[Symbol.asyncDispose]());

const writeConfig = (more: string): Promise<void> =>
  project.write(
    "aiecs.config.yaml",
    `tools: [./math-tool.ts]\ntasks: { lease_s: 3 }\nserver: { grace_s: ${graceS} }\n${more}`,
  );

const shared = (): Record<string, string> => ({ AIECS_REDIS_URL: redis.url, AIECS_DATABASE_URL: postgres.url });

async function start(args: readonly string[], ready: RegExp, env: Record<string, string> = shared()) {
  const child = project.start(args, { env });
  const end = ended(child);
  const said = Promise.withResolvers<string>();
  let text = "";
  child.stdout.on("data", (part) => {
    const found = ready.exec((text += String(part)));
    if (found) said.resolve(found[1] ?? "");
  });
  void end.then(({ stderr }) => said.reject(new Error(`ended at once: ${stderr}`)));
  return { child, end, said: await said.promise };
}

const startServer = () => start(["serve", "--port", "0", "--queue", "none"], /listens on (\S+)\n/);
const startWorker = () => start(["worker"], /works off/);

async function ask(url: string, init?: RequestInit) {
  const answer = await fetch(url, init);
  const text = await answer.text();
  return { status: answer.status, type: answer.headers.get("content-type"), text, json: JSON.parse(text) };
}

function submit(url: string, id: string, step: object = { operation: "math_tool.add", params: { a: 1 } }) {
  const body = JSON.stringify({ plan: { steps: [step] }, task_id: id });
  return ask(`${url}/api/tasks`, { method: "POST", headers: { "content-type": "application/json" }, body });
}

async function statusOf(url: string, id: string): Promise<unknown> {
  const { json } = await ask(`${url}/api/tasks/${id}`);
  return json.task?.status ?? json.status;
}

const becomes = (url: string, id: string, status: string): Promise<void> =>
  expect.poll(() => statusOf(url, id), { timeout: 20_000 }).toBe(status);

async function say(statement: string): Promise<void> {
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  try {
    await client.query(statement);
    await client.query("SELECT pg_reload_conf()");
  } finally {
    await client.end();
  }
}

async function setMaxMemory(bytes: number): Promise<void> {
  const client = new Redis(redis.url);
  try {
    await client.config("SET", "maxmemory", bytes);
  } finally {
    client.disconnect();
  }
}

describe("a server and a worker", () => {
  it("[TASK-7] [API-2] say what is away, lose no task, and go on by themselves when it is back", {
    timeout: 120_000,
  }, async () => {
    const [{ said: url }] = await Promise.all([startServer(), startWorker()]);
    expect((await ask(`${url}/ready`)).status).toBe(200);

    await redis.stop();
    const [ready, health, accepted] = await Promise.all([
      ask(`${url}/ready`),
      ask(`${url}/health`),
      submit(url, "without-redis"),
    ]);
    expect(health.status).toBe(200);
    expect(ready.status).toBe(503);
    expect(ready.json.details.failed).toEqual(["tasks.queue", "tasks.events"]);
    expect(accepted.status).toBe(202);
    await redis.restart();
    await becomes(url, "without-redis", "completed");
    expect((await ask(`${url}/ready`)).status).toBe(200);

    await setMaxMemory(1);
    expect((await submit(url, "redis-full")).status).toBe(202);
    await setMaxMemory(0);
    await becomes(url, "redis-full", "completed");

    await say("ALTER SYSTEM SET default_transaction_read_only = on");
    const readOnly = await submit(url, "read-only");
    await say("ALTER SYSTEM RESET default_transaction_read_only");
    expect(readOnly).toMatchObject({ status: 503, json: { code: "E006" } });

    await postgres.stop();
    const [unready, alive, refused] = await Promise.all([
      ask(`${url}/ready`),
      ask(`${url}/health`),
      submit(url, "without-postgres"),
    ]);
    expect(alive.status).toBe(200);
    expect(unready.json.details.failed).toEqual(["tasks.store"]);
    expect(refused).toMatchObject({ status: 503, type: expect.stringContaining("application/problem+json") });
    expect(refused.json.code).toBe("E006");
    for (const hidden of [secret, "127.0.0.1", String(postgres.port)]) expect(refused.text).not.toContain(hidden);
    await postgres.restart();
    expect((await ask(`${url}/ready`)).status).toBe(200);
    expect((await submit(url, "without-postgres")).status).toBe(202);
    await becomes(url, "without-postgres", "completed");
  });

  it("[REL-5] end within their grace time while Redis and PostgreSQL are away, and what ran goes on elsewhere", {
    timeout: 90_000,
  }, async () => {
    const [server, busy] = await Promise.all([startServer(), startWorker()]);
    await submit(server.said, "cut-off", { operation: "math_tool.hold", params: { name: "a", until: "go" } });
    await expect
      .poll(() => readFile(join(project.folder, "marks.txt"), "utf8").catch(() => ""), { timeout: 20_000 })
      .toBe("a\n");
    const idle = await startWorker();
    // A reader of events waits for a connection of its own.
    const followed = fetch(`${server.said}/api/tasks/cut-off/events`, { headers: { accept: "text/event-stream" } });
    void followed.then((answer) => answer.text()).catch(() => {});
    await Promise.all([redis.stop(), postgres.stop()]);
    const since = performance.now();
    for (const { child } of [server, busy, idle]) child.kill("SIGTERM");
    for (const { code, stderr } of await Promise.all([server.end, busy.end, idle.end])) {
      expect([0, 6]).toContain(code);
      expect(stderr).not.toMatch(/\n\s+at |This is a bug/);
      expect(stderr).not.toContain(secret);
      expect(stderr).toContain("Stopping");
    }
    expect(performance.now() - since).toBeLessThan(endsWithinMs);
    await Promise.all([redis.restart(), postgres.restart()]);
    await project.write("go", "");
    const [again] = await Promise.all([startServer(), startWorker()]);
    await becomes(again.said, "cut-off", "completed");
  });
});

describe("services that cannot be used", () => {
  let web: Server;
  beforeAll(async () => {
    web = createServer((_request, response) => response.end("hello"));
    await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => {
    web.close();
    web.closeAllConnections();
  });

  it("[USE-3] are one clear line, without the password", { timeout: 60_000 }, async () => {
    const webPort = (web.address() as AddressInfo).port;
    const wrong = `:wr0ng-${secret}@`;
    const cases: readonly (readonly [variable: string, url: string, line: RegExp])[] = [
      ["AIECS_REDIS_URL", redis.url.replace(`:${secret}@`, wrong), /the user name or the password is wrong/],
      ["AIECS_REDIS_URL", redis.url.replace(`:${secret}@`, ""), /it wants a password/],
      ["AIECS_REDIS_URL", `${redis.url}/99`, /there is no database of that number/],
      ["AIECS_REDIS_URL", `redis://:${secret}@127.0.0.1:${webPort}`, /what listens there is no Redis/],
      ["AIECS_DATABASE_URL", postgres.url.replace(`:${secret}@`, wrong), /check the user and the password/],
      ["AIECS_DATABASE_URL", postgres.url.replace(/postgres$/, "nowhere"), /has no database nowhere/],
      ["AIECS_DATABASE_URL", `postgres://u:${secret}@127.0.0.1:${webPort}/x`, /PostgreSQL at 127\.0\.0\.1:\d+/],
    ];
    const ends = await Promise.all(
      cases.map(([variable, url]) => project.aiecs(["worker"], { env: { [variable]: url } })),
    );
    for (const [index, { code, stdout, stderr }] of ends.entries()) {
      expect([2, 6]).toContain(code);
      expect(stdout).toBe("");
      const told = stderr.trimEnd().split("\n");
      expect(told.at(-1)).toMatch(/^aiecs: /);
      expect(told.at(-1)).toMatch(cases[index]?.[2] ?? /^$/);
      expect(stderr).not.toContain(secret);
      expect(stderr).not.toMatch(/\n\s+at /);
    }
  });
});

/** Why no small disk can be had here; undefined when one can. */
function reasonWithoutDisk(): string | undefined {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "mounting takes root on Linux";
  const folder = mkdtempSync(join(tmpdir(), "aiecs-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=4k", "tmpfs", folder], { stdio: "pipe" });
    execFileSync("umount", [folder], { stdio: "pipe" });
    return undefined;
  } catch (error) {
    return `mounting is not permitted here: ${error}`;
  } finally {
    rmdirSync(folder);
  }
}

const noDisk = reasonWithoutDisk();

describe.skipIf(noDisk !== undefined)(
  `a full disk below the artifacts${noDisk === undefined ? "" : ` (skipped: ${noDisk})`}`,
  () => {
    let disk: string;
    beforeEach(async () => {
      disk = join(project.folder, "disk");
      await mkdir(disk);
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=512k", "tmpfs", disk]);
    });
    afterEach(() => {
      execFileSync("umount", ["--lazy", disk]);
    });

    it("[TASK-7] fails the step that cannot be kept, leaves nothing half-written, and lets it be resumed", {
      timeout: 60_000,
    }, async () => {
      await writeConfig(`artifacts_folder: ${join(disk, "runs")}\n`);
      const { said: url } = await start(["serve", "--port", "0"], /listens on (\S+)\n/, {});
      await writeFile(join(disk, "ballast"), Buffer.alloc(420_000));
      const large = { operation: "math_tool.lines", params: { count: 20_000 } };
      expect((await submit(url, "large", large)).status).toBe(202);
      await becomes(url, "large", "failed");
      const { text } = await ask(`${url}/api/tasks/large`);
      expect(text).toContain("E006");
      expect(text).toContain("the disk is full");
      expect(text).not.toContain(project.folder);
      expect(await filesIn(join(disk, "runs"))).toEqual([]);
      await submit(url, "small");
      await becomes(url, "small", "completed");
      await rm(join(disk, "ballast"));
      expect((await ask(`${url}/api/tasks/large/resume`, { method: "POST" })).status).toBe(202);
      await becomes(url, "large", "completed");
      expect((await ask(`${url}/ready`)).status).toBe(200);
    });
  },
);

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}
