import { type Benchmark, type Item, type Row, Rows } from "./benchmark.ts";
import { type Figures, mediansOf } from "./figures.ts";
import { loadOfOthers } from "./machine.ts";
import type { BenchOptions } from "./options.ts";
import { runItem } from "./run-item.ts";

export type Outcome = {
  readonly rows: Rows;
  readonly rounds: number;
  readonly loadOfOthers: number;
  /** What went wrong, by item. */
  readonly failures: ReadonlyMap<string, string>;
};

/** Measures every item in every round, the rounds interleaved and every second one backwards. An item that fails is out. */
export async function runRounds(
  benchmark: Benchmark,
  items: readonly Item[],
  { brief, rounds: wanted }: BenchOptions,
): Promise<Outcome> {
  const rounds = wanted ?? (brief ? 1 : (benchmark.rounds ?? 3));
  const settings = benchmark.settings(brief);
  const found = new Map<Item, Figures[]>(items.map((item) => [item, []]));
  const failures = new Map<string, string>();
  const loads: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    if (!brief) loads.push(await loadOfOthers(500));
    for (const item of round % 2 === 0 ? items : items.toReversed()) {
      if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K${round + 1}/${rounds} ${item.name}`);
      if (failures.has(item.name)) continue;
      try {
        found.get(item)?.push(await runItem(benchmark, item, settings));
      } catch (error) {
        failures.set(item.name, error instanceof Error ? error.message : String(error));
      }
    }
  }
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[2K");
  const measured = items.filter(({ name }) => !failures.has(name));
  const rows = measured.map((item): Row => {
    const figures = found.get(item) ?? [];
    return { name: item.name, kind: item.kind, figures: mediansOf(figures), rounds: figures };
  });
  const load = loads.reduce((sum, value) => sum + value, 0) / Math.max(1, loads.length);
  return { rows: new Rows(rows), rounds, loadOfOthers: load, failures };
}
