import type { Figures } from "../../harness/figures.ts";
import { startServices } from "../services.ts";
import { openFiller } from "../sides.ts";
import { startWorker } from "../worker-process.ts";

type Settings = { workers: number; jobsPerWorker: number; concurrency: number; waitMs: number };

/** Steps that wait: what several worker processes get done against what they could if nothing else took time. */
export function create({ workers, jobsPerWorker, concurrency, waitMs }: Settings): () => Promise<Figures> {
  return async () => {
    await using services = await startServices({ postgres: true });
    const { urls } = services;
    await using filler = await openFiller("tasks", { urls, waitMs, steps: 1 });
    await using stack = new AsyncDisposableStack();
    const all = [];
    for (let made = 0; made < workers; made += 1) {
      all.push(stack.use(await startWorker("tasks", { urls, concurrency })));
    }
    const jobs = jobsPerWorker * workers;
    for (const count of [workers * concurrency, jobs]) {
      await filler.fill(count);
      for (const worker of all) await worker.prepare(count);
      if (count === jobs) break;
      await Promise.all(all.map((worker) => worker.drain()));
      for (const worker of all) await worker.rest();
    }
    const drained = await Promise.all(all.map((worker) => worker.drain()));
    const ms = Math.max(...drained.map((one) => one.ms));
    const perSecond = (jobs * 1000) / ms;
    return { perSecond, ideal: perSecond / ((workers * concurrency * 1000) / waitMs) };
  };
}
