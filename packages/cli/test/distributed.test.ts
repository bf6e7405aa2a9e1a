import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type PostgresServer, startPostgres } from "../../../adapters/postgres/src/testing-fixtures/postgres-server.ts";
import { type RedisServer, startRedis } from "../../../adapters/redis/src/testing-fixtures/redis-server.ts";
import { createProject, ended, type Project, written } from "./cli-process.ts";

let redis: RedisServer;
let postgres: PostgresServer;
let project: Project;

beforeAll(async () => {
  [redis, postgres] = await Promise.all([startRedis(), startPostgres()]);
}, 60_000);
afterAll(async () => {
  await redis[Symbol.asyncDispose]();
  await postgres[Symbol.asyncDispose]();
});
beforeEach(async () => {
  project = await createProject();
});
afterEach(() => project[Symbol.asyncDispose]());

/** What processes on several machines are given to find one another. */
const shared = (): Record<string, string> => ({ AIECS_REDIS_URL: redis.url, AIECS_DATABASE_URL: postgres.url });

async function start(args: readonly string[], ready: string) {
  const child = project.start(args, { env: shared() });
  const end = ended(child);
  await written(child.stdout, ready);
  return { child, end };
}

async function startServer() {
  const child = project.start(["serve", "--port", "0", "--queue", "none"], { env: shared() });
  const end = ended(child);
  const url = await new Promise<string>((resolve) => {
    let said = "";
    child.stdout.on("data", (part) => {
      const found = /^AIECS listens on (\S+)\n/.exec((said += String(part)))?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  return { child, end, url };
}

async function submit(url: string, plan: object, taskId: string): Promise<void> {
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ plan, task_id: taskId });
  const answer = await fetch(`${url}/api/tasks`, { method: "POST", headers, body });
  expect(await answer.json()).toMatchObject({ status: "pending" });
}

/** What a client of the server is told of a task, until it has ended. */
async function follow(url: string, id: string): Promise<readonly { type: string; sequence: number }[]> {
  const answer = await fetch(`${url}/api/tasks/${id}/events`, { headers: { accept: "text/event-stream" } });
  const text = await answer.text();
  return [...text.matchAll(/^data: (\{"type".*)$/gm)].map(([, json = ""]) => JSON.parse(json));
}

describe("a server and its workers", () => {
  it("[DIST-1] [DIST-3] share tasks, and whoever follows one hears all of it in order", {
    timeout: 90_000,
  }, async () => {
    const [server, fast, heavy] = await Promise.all([
      startServer(),
      start(["worker", "--queue", "fast_tasks"], "works off fast_tasks\n"),
      start(["worker", "--queue", "heavy_tasks", "--port", "0"], "works off heavy_tasks; health and metrics on"),
    ]);
    const steps = [
      { operation: "math_tool.add", params: { a: 1 } },
      { operation: "math_tool.add", params: { a: "$result[0]" }, executor: "heavy_tasks" },
      { operation: "math_tool.add", params: { a: "$result[1]" } },
    ];
    await submit(server.url, { steps }, "shared");
    const events = await follow(server.url, "shared");
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
    expect(events.at(-1)).toMatchObject({ type: "task.completed" });
    const shown = await project.aiecs(["tasks", "show", "shared", "--json"], { env: shared() });
    expect(JSON.parse(shown.stdout)).toMatchObject({ status: "completed", output: 4 });
    for (const { child } of [server, fast, heavy]) child.kill("SIGTERM");
    const ends = await Promise.all([server.end, fast.end, heavy.end]);
    expect(ends.map(({ code }) => code)).toEqual([0, 0, 0]);
  });

  it("[DIST-4] lose no task when a worker is killed", { timeout: 90_000 }, async () => {
    const server = await startServer();
    const first = await start(["worker"], "works off");
    const steps = [
      { id: "a", operation: "math_tool.mark", params: { name: "a" } },
      { id: "b", operation: "math_tool.hold", params: { name: "b", until: "go" }, after: ["a"] },
      { id: "c", operation: "math_tool.mark", params: { name: "c" }, after: ["b"] },
    ];
    await submit(server.url, { steps }, "killed");
    await expect.poll(marks, { timeout: 20_000 }).toEqual(["a", "b"]);
    first.child.kill("SIGKILL");
    await first.end;
    await start(["worker"], "works off");
    await project.write("go", "");
    const events = await follow(server.url, "killed");
    expect(events.at(-1)).toMatchObject({ type: "task.completed" });
    expect(events.filter(({ type }) => type === "step.completed")).toHaveLength(3);
    expect(await marks()).toEqual(["a", "b", "b", "c"]);
    server.child.kill("SIGTERM");
    expect((await server.end).code).toBe(0);
  });

  it("[DIST-4] end all of many short tasks, some of which were just being taken or written when a worker was killed", {
    timeout: 90_000,
  }, async () => {
    const server = await startServer();
    const plan = { steps: [{ operation: "math_tool.add", params: { a: 1 } }] };
    const ids = Array.from({ length: 800 }, (_, number) => `short-${number}`);
    for (let first = 0; first < ids.length; first += 50) {
      await Promise.all(ids.slice(first, first + 50).map((id) => submit(server.url, plan, id)));
    }
    const openTasks = async (): Promise<number> => {
      const answer = await fetch(`${server.url}/api/tasks?status=pending&status=running&limit=1000`);
      const { tasks } = (await answer.json()) as { readonly tasks: readonly unknown[] };
      return tasks.length;
    };
    for (const left of [700, 400]) {
      const worker = await start(["worker"], "works off");
      await expect.poll(openTasks, { timeout: 20_000, interval: 1 }).toBeLessThan(left);
      worker.child.kill("SIGKILL");
      await worker.end;
    }
    await start(["worker"], "works off");
    await expect.poll(openTasks, { timeout: 40_000, interval: 100 }).toBe(0);
    server.child.kill("SIGTERM");
    expect((await server.end).code).toBe(0);
  });
});

const marks = async (): Promise<string[]> => {
  const text = await readFile(join(project.folder, "marks.txt"), "utf8").catch(() => "");
  return text.split("\n").filter((line) => line !== "");
};

describe("services that cannot be used", () => {
  it.each([
    ["AIECS_REDIS_URL", () => "redis://:s3cret@127.0.0.1:1", /^aiecs: Redis at 127\.0\.0\.1:1 .*nothing listens there/],
    ["AIECS_DATABASE_URL", () => "postgres://u:s3cret@127.0.0.1:1/x", /^aiecs: .*127\.0\.0\.1:1/],
    ["AIECS_REDIS_URL", () => postgres.url.replace(/^\w+/, "http"), /^aiecs: AIECS_REDIS_URL: expected redis:\/\//],
    ["AIECS_DATABASE_URL", () => "mysql://s3cret@x/y", /^aiecs: AIECS_DATABASE_URL: expected postgres:\/\//],
  ])("[USE-3] are one clear line: %s", async (name, url, expected) => {
    const { code, stderr, stdout } = await project.aiecs(["worker"], { env: { [name]: url() } });
    expect([2, 6]).toContain(code);
    expect(stdout).toBe("");
    expect(stderr.split("\n", 1)[0]).toMatch(expected);
    expect(stderr).not.toContain("s3cret");
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
