import { Pool } from "undici";
import { type Figures, median } from "../harness/figures.ts";
import { lookupParams } from "../harness/lookup.ts";
import type { Subject } from "./item.ts";

type Settings = { samples: number; sampleMs: number; connections: number };

const body = JSON.stringify({ operation: "orders.lookup", params: lookupParams });
const headers = { "content-type": "application/json" };

/** Asks the server and the bare one in turn, over so many connections, each of which waits for its answer. */
export async function measure({ url, base }: Subject, { samples, sampleMs, connections }: Settings): Promise<Figures> {
  const ours = new Pool(url, { connections });
  const bare = new Pool(base, { connections });
  for (const pool of [ours, bare]) await load(pool, connections, sampleMs);
  const rounds: { readonly own: Load; readonly bare: Load }[] = [];
  for (let sample = 0; sample < samples; sample += 1) {
    const early = await load(sample % 2 === 0 ? bare : ours, connections, sampleMs);
    const late = await load(sample % 2 === 0 ? ours : bare, connections, sampleMs);
    rounds.push(sample % 2 === 0 ? { own: late, bare: early } : { own: early, bare: late });
  }
  return {
    perSecond: median(rounds.map(({ own }) => own.perSecond)),
    share: median(rounds.map((round) => round.own.perSecond / round.bare.perSecond)),
    p99: median(rounds.map(({ own }) => own.p99)),
    p99Ratio: median(rounds.map((round) => round.own.p99 / round.bare.p99)),
  };
}

type Load = { readonly perSecond: number; readonly p99: number };

async function load(pool: Pool, connections: number, ms: number): Promise<Load> {
  const times: number[] = [];
  const startedAt = performance.now();
  const keepAsking = async (): Promise<void> => {
    while (performance.now() - startedAt < ms) {
      const askedAt = performance.now();
      const answer = await pool.request({ path: "/api/execute", method: "POST", headers, body });
      const text = await answer.body.text();
      if (answer.statusCode !== 200 || !text.includes('"value":25')) throw new Error(`${answer.statusCode} ${text}`);
      times.push(performance.now() - askedAt);
    }
  };
  await Promise.all(Array.from({ length: connections }, keepAsking));
  const seconds = (performance.now() - startedAt) / 1000;
  times.sort((a, b) => a - b);
  return { perSecond: times.length / seconds, p99: times[Math.floor(times.length * 0.99)] ?? Number.NaN };
}
