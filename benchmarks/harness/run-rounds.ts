import { type Benchmark, type Item, type Row, Rows } from "./benchmark.ts";
import { type Figures, mediansOf } from "./figures.ts";
import { loadOfOthers } from "./machine.ts";
import type { BenchOptions } from "./options.ts";
import { runItem } from "./run-item.ts";

export type Outcome = { readonly rows: Rows; readonly rounds: number; readonly loadOfOthers: number };

/** Measures every item in every round, the rounds interleaved and every second one backwards. */
export async function runRounds(
  benchmark: Benchmark,
  items: readonly Item[],
  { brief, rounds: wanted }: BenchOptions,
): Promise<Outcome> {
  const rounds = wanted ?? (brief ? 1 : (benchmark.rounds ?? 3));
  const settings = benchmark.settings(brief);
  const found = new Map<Item, Figures[]>(items.map((item) => [item, []]));
  const loads: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    if (!brief) loads.push(await loadOfOthers(500));
    for (const item of round % 2 === 0 ? items : items.toReversed()) {
      if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K${round + 1}/${rounds} ${item.name}`);
      found.get(item)?.push(await runItem(benchmark, item, settings));
    }
  }
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[2K");
  const rows: Row[] = items.map((item) => {
    const figures = found.get(item) ?? [];
    return { name: item.name, kind: item.kind, figures: mediansOf(figures), rounds: figures };
  });
  const load = loads.reduce((sum, value) => sum + value, 0) / Math.max(1, loads.length);
  return { rows: new Rows(rows), rounds, loadOfOthers: load };
}
