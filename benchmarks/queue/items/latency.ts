import { setTimeout as sleep } from "node:timers/promises";
import { openRedis } from "@aiecs/redis";
import { Queue, QueueEvents } from "bullmq";
import type { Figures } from "../../harness/figures.ts";
import { callOf, planOf, strictLogger } from "../jobs.ts";
import { startServices, type Urls } from "../services.ts";
import { type Kind, openTaskSide, rawName } from "../sides.ts";
import { startWorker } from "../worker-process.ts";

type Settings = {
  kind: Kind;
  jobs: number;
  mostJobs: number;
  concurrency: number;
  sideBySide: number;
  pauseMs: number;
};

/** How long one job took, in ms since it was submitted. */
type Times = { readonly accepted: number; readonly firstEvent: number; readonly result: number };

/** Brings one job and waits for its result. */
type Asker = AsyncDisposable & { ask(): Promise<Times> };

/** From submission to the first event of the run and to the result, while a process beside works the jobs off. */
export function create({ kind, jobs, mostJobs, concurrency, sideBySide, pauseMs }: Settings): () => Promise<Figures> {
  return async () => {
    await using services = await startServices({ postgres: kind !== "raw" });
    const { urls } = services;
    await using worker = await startWorker(kind, { urls, concurrency });
    await using asker = await (kind === "raw" ? openRawAsker(urls) : openTaskAsker(urls));
    await worker.prepare(Number.MAX_SAFE_INTEGER);
    await worker.serve();
    const count = Math.min(jobs, mostJobs);
    await askAll(asker, { count: Math.ceil(count / 4), sideBySide, pauseMs: 0 });
    return summaryOf(await askAll(asker, { count, sideBySide, pauseMs }));
  };
}

async function openRawAsker(urls: Urls): Promise<Asker> {
  const connection = await openRedis(urls.redis, { logger: strictLogger });
  const queue = new Queue(rawName, {
    connection: connection.client,
    defaultJobOptions: { removeOnComplete: { count: 1_000 } },
  });
  const events = new QueueEvents(rawName, { connection: connection.duplicate() });
  // Each who waits listens.
  events.setMaxListeners(0);
  await events.waitUntilReady();
  const begun = new Map<string, number>();
  events.on("active", ({ jobId }) => void begun.set(jobId, performance.now()));
  return {
    async ask() {
      const at = performance.now();
      const job = await queue.add("job", callOf(0));
      const accepted = performance.now() - at;
      await job.waitUntilFinished(events);
      const firstEvent = (begun.get(job.id ?? "") ?? Number.NaN) - at;
      begun.delete(job.id ?? "");
      return { accepted, firstEvent, result: performance.now() - at };
    },
    async [Symbol.asyncDispose]() {
      await events.close();
      await queue.close();
      await connection[Symbol.asyncDispose]();
    },
  };
}

async function openTaskAsker(urls: Urls): Promise<Asker> {
  const { service, ...opened } = await openTaskSide(urls, { relays: true, concurrency: 1 });
  const tasks = service.forUser(undefined);
  return {
    async ask() {
      const at = performance.now();
      const { id } = await tasks.submitTask(planOf(1));
      const accepted = performance.now() - at;
      let firstEvent: number | undefined;
      let isCompleted = false;
      for await (const { type } of tasks.events(id)) {
        if (type === "step.started") firstEvent ??= performance.now() - at;
        isCompleted ||= type === "task.completed";
      }
      if (firstEvent === undefined || !isCompleted) throw new Error(`Task ${id} ended without its events`);
      return { accepted, firstEvent, result: performance.now() - at };
    },
    [Symbol.asyncDispose]: opened[Symbol.asyncDispose],
  };
}

type Load = { readonly count: number; readonly sideBySide: number; readonly pauseMs: number };

async function askAll(asker: Asker, { count, sideBySide, pauseMs }: Load): Promise<Times[]> {
  const all: Times[] = [];
  let left = count;
  const go = async (): Promise<void> => {
    while (left-- > 0) {
      all.push(await asker.ask());
      if (pauseMs > 0) await sleep(pauseMs);
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, go));
  return all;
}

function summaryOf(all: readonly Times[]): Figures {
  const at = (name: keyof Times, share: number): number => {
    // The event of a job that was very quick may come after its result.
    const sorted = all
      .map((times) => times[name])
      .filter((ms) => Number.isFinite(ms))
      .sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  };
  return {
    accepted: at("accepted", 0.5),
    firstEvent: at("firstEvent", 0.5),
    result: at("result", 0.5),
    result99: at("result", 0.99),
  };
}
