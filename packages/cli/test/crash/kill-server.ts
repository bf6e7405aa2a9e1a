import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Task, TaskStep } from "@aiecs/core";
import { readLog, untilLogHas } from "../../../core/test/crash/log.ts";
import { createRandom, expectedResults, randomPlan } from "../../../core/test/crash/random-plan.ts";

const command = fileURLToPath(new URL("../../bin/aiecs.mjs", import.meta.url));
const tool = fileURLToPath(new URL("../../../core/test/crash/log-tool.ts", import.meta.url));

export type KillServerOptions = {
  readonly seed: number;
  readonly tasks: number;
  readonly steps: number;
  readonly kills: number;
  /** A kill comes before a server has run so many steps: counted, since how fast they are is not known. */
  readonly withinSteps: number;
  readonly signal: "SIGKILL" | "SIGTERM";
};

export type KilledServer = {
  /** How often a server was ended before all tasks had. */
  readonly kills: number;
  /** Steps that were begun again. */
  readonly repeated: number;
};

type Server = { readonly url: string; readonly process: ChildProcess; readonly exited: Promise<unknown[]> };

/**
 * Submits tasks to a server that is ended at random moments and started again, until all tasks have ended, and checks
 * what must hold: no accepted task is lost, no step runs again once it was told as completed, and results are those of
 * an uninterrupted run.
 */
export async function killServer(options: KillServerOptions): Promise<KilledServer> {
  const folder = await mkdtemp(join(tmpdir(), "aiecs-kill-server-"));
  const log = join(folder, "log");
  const random = createRandom(options.seed);
  const ids = Array.from({ length: options.tasks }, (_, index) => `task-${index}`);
  const accepted = new Set<string>();
  /** Steps that the server told as completed, with the lines that the log had then. */
  const told = new Map<string, number>();
  let kills = 0;
  try {
    for (;;) {
      const server = await startServer(folder);
      const done = new AbortController();
      const killAt = (await readLog(log)).length + random() * options.withinSteps;
      const ending =
        kills < options.kills
          ? untilLogHas(log, killAt, done.signal).then(() => end(server, options.signal))
          : undefined;
      // What is asked of a server that has been killed fails: that is no answer, and the next one is asked again.
      const isDone = await work(server.url, ids, accepted, options).catch(() => false);
      if (isDone) {
        done.abort();
        // One signal and no more: a second one means to end at once.
        await (ending ?? end(server, "SIGTERM"));
        break;
      }
      assert(ending, "tasks did not end although the server ran on");
      const code = await ending;
      if (options.signal === "SIGTERM") assert.equal(code, 0, "a server that is asked to end ends with 0");
      kills += 1;
      const lines = (await readLog(log)).length;
      for (const step of await completedSteps(folder, [...accepted])) if (!told.has(step)) told.set(step, lines);
    }
    assert.equal(accepted.size, ids.length);
    return { kills, repeated: await check(folder, options, told) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function startServer(folder: string): Promise<Server> {
  const child = spawn(
    process.execPath,
    ["--conditions=aiecs-source", command, "serve", "--port", "0", "--tool", tool],
    {
      cwd: folder,
      env: { PATH: process.env.PATH ?? "", CRASH_LOG: join(folder, "log") },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const exited = once(child, "exit");
  const [line] = (await Promise.race([once(createInterface(child.stdout), "line"), exited])) as [unknown];
  const url = /http:\S+/.exec(String(line))?.[0];
  assert(url, `the server did not start: ${String(line)}`);
  return { url, process: child, exited };
}

/** The exit code; null where a signal ended it. */
async function end({ process: child, exited }: Server, signal: KillServerOptions["signal"]): Promise<unknown> {
  child.kill(signal);
  const [code] = await exited;
  return code;
}

/** Submits what was not accepted yet, and waits for everything. Whether all tasks have ended. */
async function work(
  url: string,
  ids: readonly string[],
  accepted: Set<string>,
  { seed, steps }: KillServerOptions,
): Promise<boolean> {
  await Promise.all(
    ids.map(async (id, index) => {
      const plan = randomPlan(seed * 1_000 + index, steps);
      const body = JSON.stringify({ plan, task_id: id, concurrency: 4 });
      const answer = await fetch(`${url}/api/tasks`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
      });
      assert.equal(answer.status, 202, await answer.text());
      accepted.add(id);
    }),
  );
  for (let looks = 0; looks < 600; looks += 1) {
    const answer = await fetch(`${url}/api/tasks?limit=1000`);
    const { tasks } = (await answer.json()) as { readonly tasks: readonly Task[] };
    assert(tasks.every(({ status }) => status !== "failed" && status !== "cancelled"));
    if (tasks.filter(({ status }) => status === "completed").length === ids.length) return true;
    await sleep(100);
  }
  return false;
}

async function stepsOf(folder: string, ids: readonly string[]): Promise<(readonly [string, TaskStep])[]> {
  const { createExecutor, openTasks } = await import("@aiecs/core");
  await using executor = createExecutor({ config: { artifacts_folder: join(folder, "runs"), roots: [folder] } });
  await using service = await openTasks({ executor, config: { database: join(folder, ".aiecs/tasks.db") } });
  const tasks = service.forUser(undefined);
  const pages = await Promise.all(ids.map((id) => tasks.getTaskHistory(id, { limit: 1_000 })));
  return pages.flatMap(({ steps }, index) => steps.map((step) => [ids[index] ?? "", step] as const));
}

async function completedSteps(folder: string, ids: readonly string[]): Promise<string[]> {
  const steps = await stepsOf(folder, ids);
  return steps.filter(([, { completed }]) => completed).map(([id, { index }]) => `${id}:${index}`);
}

/** How many steps were begun again. */
async function check(folder: string, options: KillServerOptions, told: Map<string, number>): Promise<number> {
  const { seed, tasks, steps } = options;
  const lines = await readLog(join(folder, "log"));
  for (const [position, { key }] of lines.entries()) {
    const toldSince = told.get(key);
    assert(toldSince === undefined || position < toldSince, `${key} ran although it had completed`);
  }
  assert.equal(new Set(lines.map(({ key }) => key)).size, tasks * steps, "each step has one idempotency key");
  const ids = Array.from({ length: tasks }, (_, index) => `task-${index}`);
  const stored = await stepsOf(folder, ids);
  for (const [index, id] of ids.entries()) {
    const results = stored.filter(([task]) => task === id).map(([, { result }]) => result);
    assert.deepEqual(results, expectedResults(randomPlan(seed * 1_000 + index, steps)));
  }
  return lines.length - tasks * steps;
}
