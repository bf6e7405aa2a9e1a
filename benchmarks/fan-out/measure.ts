import { type Figures, median } from "../harness/figures.ts";
import { type LookupParams, lookupParams } from "../harness/lookup.ts";
import { create as createPumps } from "./items/pumps.ts";

/** Runs the operation once for each of the parameters, at most 64 at a time; gives how many results there are. */
export type FanOut = (list: readonly LookupParams[]) => Promise<number>;

export const concurrency = 64;

/**
 * Adds up what the list needs: first the memory, by the process's greatest size during its very first full run; then the
 * speed, paired with 64 hand-written pumps over the same list.
 */
export async function measure(
  fanOut: FanOut,
  { count, samples }: { count: number; samples: number },
): Promise<Figures> {
  const list = Array.from({ length: count }, (_, offset): LookupParams => ({ ...lookupParams, offset }));
  const few = list.slice(0, 200);
  for (let round = 0; round < 5; round += 1) await fanOut(few);
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  await timeRun(fanOut, list, 1);
  const addedMiB = (process.resourceUsage().maxRSS * 1024 - before) / 2 ** 20;

  const pumps = createPumps();
  const repeats = Math.max(1, Math.round(50_000 / count));
  const timeRuns = (work: FanOut) => timeRun(work, list, repeats);
  await timeRuns(pumps);
  const times: number[] = [];
  const shares: number[] = [];
  for (let sample = 0; sample < samples; sample += 1) {
    const pumpsMs = await timeRuns(pumps);
    const ms = await timeRuns(fanOut);
    times.push(ms);
    shares.push(pumpsMs / ms);
  }
  const ms = median(times);
  return {
    perSecond: (count / ms) * 1000,
    nsPerOperation: (ms * 1e6) / count,
    share: median(shares),
    addedMiB: Math.max(addedMiB, 0.1),
  };
}

/** Milliseconds for one run over the list. The heap stays as the run before left it, as in a service that runs on. */
async function timeRun(fanOut: FanOut, list: readonly LookupParams[], repeats: number): Promise<number> {
  const startedAt = performance.now();
  let count = 0;
  for (let left = repeats; left > 0; left -= 1) count += await fanOut(list);
  const ms = performance.now() - startedAt;
  if (count !== list.length * repeats) throw new Error(`${list.length * repeats} operations gave ${count} results`);
  return ms / repeats;
}
