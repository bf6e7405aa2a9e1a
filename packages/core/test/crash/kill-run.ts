import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createExecutor, openTasks, type TaskStep } from "@aiecs/core";
import { type LogLine, readLog, untilLogHas } from "./log.ts";
import { createRandom, expectedResults, randomPlan } from "./random-plan.ts";

const script = fileURLToPath(new URL("durable-run.ts", import.meta.url));

export type KilledRun = {
  /** How often a process was killed before one came to the end. */
  readonly kills: number;
  /** How often a step was begun again that a kill had interrupted. */
  readonly repeated: number;
};

/**
 * Runs a durable plan whose process is killed at random moments until it has ended or there were enough kills, then to
 * its end, and checks what must hold: what was durable was never run again, each step completed, and the results are
 * those of an uninterrupted run.
 */
export async function killRun(options: {
  readonly seed: number;
  readonly steps: number;
  readonly kills: number;
  /** A kill comes before a process has run so many steps: counted, since how fast they are is not known. */
  readonly withinSteps: number;
}): Promise<KilledRun> {
  const { seed, steps, withinSteps } = options;
  const folder = await mkdtemp(join(tmpdir(), "aiecs-kill-run-"));
  const random = createRandom(seed);
  const log = join(folder, "log");
  /** Keys of steps that were durable at some kill, with the lines that the log had then. */
  const durable = new Map<number, number>();
  let kills = 0;
  try {
    let ended = false;
    while (!ended && kills < options.kills) {
      const ran = (await readLog(log)).length;
      ended = await runOnce(folder, options, ran + random() * withinSteps);
      if (ended) break;
      kills += 1;
      const lines = (await readLog(log)).length;
      for (const { index, completed } of await storedSteps(folder)) {
        if (completed && !durable.has(index)) durable.set(index, lines);
      }
    }
    if (!ended) assert(await runOnce(folder, options, undefined), "the last run did not come to its end");
    return { kills, repeated: await check(folder, seed, steps, durable) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Whether the run came to its end before it was killed. */
async function runOnce(
  folder: string,
  { seed, steps }: { readonly seed: number; readonly steps: number },
  killAtLines: number | undefined,
): Promise<boolean> {
  const log = join(folder, "log");
  const child = spawn(process.execPath, ["--conditions=aiecs-source", script, folder, String(seed), String(steps)], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, CRASH_LOG: log },
  });
  const exited = once(child, "exit");
  const errors = child.stderr.setEncoding("utf8").toArray();
  if (killAtLines !== undefined) {
    const end = new AbortController();
    void exited.then(() => end.abort());
    await untilLogHas(log, killAtLines, end.signal);
    child.kill("SIGKILL");
  }
  const [code, signal] = await exited;
  assert(signal === "SIGKILL" || code === 0, `the run failed:\n${(await errors).join("")}`);
  return code === 0;
}

/** What the store says of the task's steps: asked as anybody would ask. */
async function storedSteps(folder: string): Promise<readonly TaskStep[]> {
  await using executor = createExecutor({ config: { artifacts_folder: join(folder, "runs"), roots: [folder] } });
  await using service = await openTasks({ executor, config: { database: join(folder, "tasks.db") } });
  const { steps } = await service.forUser(undefined).getTaskHistory("run", { limit: 1_000 });
  return steps;
}

/** How many lines of the log are of steps that were begun again. */
async function check(folder: string, seed: number, steps: number, durable: Map<number, number>): Promise<number> {
  const lines = await readLog(join(folder, "log"));
  const indexOf = ({ key }: LogLine): number => Number(key.split(":").at(-1));
  for (const [position, line] of lines.entries()) {
    const durableSince = durable.get(indexOf(line));
    assert(durableSince === undefined || position < durableSince, `step ${indexOf(line)} ran although it was durable`);
  }
  assert.equal(new Set(lines.map(({ key }) => key)).size, steps, "each step has one idempotency key");
  const perProcess = new Map<string, number>();
  for (const { key, pid } of lines) perProcess.set(`${pid} ${key}`, (perProcess.get(`${pid} ${key}`) ?? 0) + 1);
  assert(
    [...perProcess.values()].every((count) => count === 1),
    "a process ran a step twice",
  );
  const stored = await storedSteps(folder);
  assert.deepEqual(
    stored.map(({ result }) => result),
    expectedResults(randomPlan(seed, steps)),
  );
  return lines.length - steps;
}
