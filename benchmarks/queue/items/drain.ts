import { type Figures, median } from "../../harness/figures.ts";
import { cpuMsOf, startServices } from "../services.ts";
import { type Filler, type Kind, openFiller } from "../sides.ts";
import { startWorker, type WorkerProcess } from "../worker-process.ts";

type Settings = { kind: Kind; jobs: number; samples: number; concurrency: number; steps?: number };

type Sample = Figures & { readonly perSecond: number };

/** Jobs that wait already are worked off by one process; in turn with those of raw BullMQ. */
export function create({ kind, jobs, samples, concurrency, steps = 1 }: Settings): () => Promise<Figures> {
  return async () => {
    await using services = await startServices({ postgres: kind === "tasks" || kind === "unrelayed" });
    const { urls } = services;
    const side = async (kind: Kind) => {
      const filler = await openFiller(kind, { urls, waitMs: 0, steps });
      const worker = await startWorker(kind, { urls, concurrency });
      const sample = (count: number) => drainOnce(filler, worker, count);
      const close = async (): Promise<void> => {
        await worker[Symbol.asyncDispose]();
        await filler[Symbol.asyncDispose]();
      };
      return { sample, [Symbol.asyncDispose]: close };
    };
    await using ours = await side(kind);
    await using raw = await side("raw");
    // The first of each compiles what there is to compile.
    for (const one of [ours, raw]) await one.sample(jobs);
    const rounds: { readonly own: Sample; readonly raw: Sample }[] = [];
    for (let round = 0; round < samples; round += 1) {
      const early = await (round % 2 === 0 ? raw : ours).sample(jobs);
      const late = await (round % 2 === 0 ? ours : raw).sample(jobs);
      rounds.push(round % 2 === 0 ? { own: late, raw: early } : { own: early, raw: late });
    }
    const of = (name: string) => median(rounds.map(({ own }) => own[name] ?? Number.NaN));
    return {
      perSecond: of("perSecond"),
      share: median(rounds.map(({ own, raw }) => own.perSecond / raw.perSecond)),
      workerUs: of("workerUs"),
      redisUs: of("redisUs"),
      ...(services.urls.postgres !== "" && { postgresUs: of("postgresUs") }),
      allUs: of("allUs"),
    };
  };
}

async function drainOnce(filler: Filler, worker: WorkerProcess, count: number): Promise<Sample> {
  await filler.fill(count);
  await worker.prepare(count);
  const before = { redis: cpuMsOf("redis-server"), postgres: cpuMsOf("postgres") };
  const { ms, cpuMs } = await worker.drain();
  const perJob = (spentMs: number) => (spentMs * 1000) / count;
  const redisUs = perJob(cpuMsOf("redis-server") - before.redis);
  const postgresUs = perJob(cpuMsOf("postgres") - before.postgres);
  const workerUs = perJob(cpuMs);
  await worker.rest();
  return { perSecond: (count * 1000) / ms, workerUs, redisUs, postgresUs, allUs: workerUs + redisUs + postgresUs };
}
