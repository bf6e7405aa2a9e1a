import { type Figures, median } from "../harness/figures.ts";
import type { Work } from "../harness/measure-pairs.ts";
import { pathLength, stepMs } from "./diamonds.ts";
import { create as createPath } from "./items/critical-path.ts";

/** Runs the plan, paired with its critical path by hand. */
export async function measure(run: Work, { pairs }: { pairs: number }): Promise<Figures> {
  const path = createPath();
  const times: number[] = [];
  const shares: number[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    const pathMs = await timeOnce(path);
    const ms = await timeOnce(run);
    times.push(ms);
    shares.push(pathMs / ms);
  }
  const ms = median(times);
  return { ms, shareOfIdeal: (pathLength * stepMs) / ms, shareOfPath: median(shares) };
}

async function timeOnce(work: Work): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
