import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { type Figures, median } from "../harness/figures.ts";
import { create as createRaw } from "./items/raw.ts";
import { fiveMs, makeBuffer as makeBufferHere, type Threads } from "./work.ts";

type ThreadsSettings = { readonly operations: number; readonly pairs: number; readonly trips: number };

const mebibyte = 2 ** 20;

/** All operations at once, paired with two raw threads in this process; then what a trip costs, and what crosses. */
export async function measure(threads: Threads, settings: ThreadsSettings): Promise<Figures> {
  const { operations, pairs, trips } = settings;
  const raw = createRaw();
  const idle = await delayDuring(() => sleep(operations * 2));
  await burnAll(raw, 8);
  await burnAll(threads, 8);
  const times: number[] = [];
  const shares: number[] = [];
  const delays: number[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    const rawMs = await burnAll(raw, operations);
    let ms = 0;
    delays.push(await delayDuring(async () => (ms = await burnAll(threads, operations))));
    times.push(ms);
    shares.push(rawMs / ms);
  }
  return {
    ms: median(times),
    share: median(shares),
    delayMs: median(delays),
    idleDelayMs: idle,
    tripUs: await tripUs(() => threads.nothing(), trips),
    ...(await measureBuffers(threads, trips)),
    ...(await measureTables(threads, trips)),
  };
}

async function burnAll(threads: Threads, operations: number): Promise<number> {
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: operations }, () => threads.burn(fiveMs)));
  return performance.now() - startedAt;
}

/** The delay of the main loop, 99th percentile in ms, while the work goes on. */
async function delayDuring(work: () => Promise<unknown>): Promise<number> {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  histogram.enable();
  await work();
  // A loop that was held up until now shows it only in its next turns.
  await sleep(5);
  histogram.disable();
  return histogram.percentile(99) / 1e6;
}

/** The median of so many trips, one after another. */
async function tripUs(trip: () => Promise<unknown>, trips: number): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < trips * 1.2; count += 1) {
    const startedAt = performance.now();
    await trip();
    times.push((performance.now() - startedAt) * 1000);
  }
  return median(times.slice(Math.floor(trips * 0.2)));
}

/** A buffer that comes back, beside what it takes to copy one of that size, which moving it saves. */
async function measureBuffers({ makeBuffer }: Threads, trips: number): Promise<Figures> {
  if (!makeBuffer) return {};
  const few = Math.max(5, Math.round(trips / 20));
  const bytes = 64 * mebibyte;
  const kept = makeBufferHere({ bytes });
  return {
    bufferUs: await tripUs(() => makeBuffer(bytes), few),
    copyUs: await tripUs(async () => structuredClone(kept), few),
  };
}

async function measureTables({ countRows }: Threads, trips: number): Promise<Figures> {
  if (!countRows) return {};
  const few = Math.max(5, Math.round(trips / 20));
  const small = await tripUs(() => countRows(1_000), few);
  const large = await tripUs(() => countRows(100_000), few);
  return { smallTableUs: small, largeTableUs: large };
}
