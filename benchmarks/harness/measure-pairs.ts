import type { Figures } from "./figures.ts";
import { median } from "./figures.ts";

/** Work that is done once per call. */
export type Work = () => unknown;

export type PairOptions = {
  /** What the work is compared with. */
  readonly base: Work;
  readonly work: Work;
  readonly samples: number;
  /** How long one sample of each should take. */
  readonly sampleMs: number;
};

/**
 * Times the work and its base alternately in this process, so that a machine whose speed drifts changes both. `ns` is the
 * median time of one call, `ratio` the median of the pairs' ratios, `cpuRatio` the same of the processor time of the
 * whole process, which others on the machine hardly change and which counts what runs beside the main thread.
 */
export async function measurePairs({ base, work, samples, sampleMs }: PairOptions): Promise<Figures> {
  const baseCount = await countFor(base, sampleMs);
  const workCount = await countFor(work, sampleMs);
  const ns: number[] = [];
  const ratios: number[] = [];
  const cpuRatios: number[] = [];
  for (let sample = 0; sample < samples; sample += 1) {
    const isBaseFirst = sample % 2 === 0;
    const early = isBaseFirst ? await timeLoop(base, baseCount) : await timeLoop(work, workCount);
    const late = isBaseFirst ? await timeLoop(work, workCount) : await timeLoop(base, baseCount);
    const [ofBase, ofWork] = isBaseFirst ? [early, late] : [late, early];
    ns.push(ofWork.ns);
    ratios.push(ofWork.ns / ofBase.ns);
    cpuRatios.push(ofWork.cpuNs / ofBase.cpuNs);
  }
  return { ns: median(ns), ratio: median(ratios), cpuRatio: median(cpuRatios) };
}

/** How often the work can be done in the time given; finding out warms it up. By processor time, which others do not take. */
async function countFor(work: Work, sampleMs: number): Promise<number> {
  const warmUpMs = sampleMs * 20;
  let count = 1;
  let spentMs = 0;
  while (spentMs < warmUpMs) {
    const { cpuNs } = await timeLoop(work, count);
    spentMs += (cpuNs * count) / 1e6;
    count = Math.max(1, Math.min(count * 2, Math.round((sampleMs * 1e6) / Math.max(cpuNs, 1))));
  }
  return count;
}

type Timed = { readonly ns: number; readonly cpuNs: number };

/** Nanoseconds per call. */
async function timeLoop(work: Work, count: number): Promise<Timed> {
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  for (let left = count; left > 0; left -= 1) await work();
  const ms = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { ns: (ms * 1e6) / count, cpuNs: ((user + system) * 1000) / count };
}
