import { type Figures, median } from "../../harness/figures.ts";
import { startServices } from "../services.ts";
import { type Kind, openFiller } from "../sides.ts";

type Settings = { kind: Kind; isBulk: boolean; jobs: number; samples: number; concurrency: number };

/** How many jobs one process brings: in bulk, or one by one with so many under way. Nobody works them off. */
export function create({ kind, isBulk, jobs, samples, concurrency }: Settings): () => Promise<Figures> {
  return async () => {
    await using services = await startServices({ postgres: kind === "tasks" });
    await using filler = await openFiller(kind, { urls: services.urls, waitMs: 0, steps: 1 });
    const add = () => (isBulk ? filler.fill(jobs) : filler.add(jobs, concurrency));
    await add();
    const rates: number[] = [];
    for (let sample = 0; sample < samples; sample += 1) {
      const startedAt = performance.now();
      await add();
      rates.push((jobs * 1000) / (performance.now() - startedAt));
    }
    return { perSecond: median(rates) };
  };
}
