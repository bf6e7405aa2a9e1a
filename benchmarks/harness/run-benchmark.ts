import type { Benchmark, Item } from "./benchmark.ts";
import { missingPackages } from "./installed.ts";
import { describeMachine, machineLine } from "./machine.ts";
import { type BenchOptions, readOptions } from "./options.ts";
import { type Outcome, runRounds } from "./run-rounds.ts";
import { renderGoal, renderTable, showNumber } from "./table.ts";

/** Runs a benchmark as its command line asks, and prints what it found. Writes nothing anywhere else. */
export async function runBenchmark(benchmark: Benchmark): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const { items, absent } = chooseItems(benchmark, options);
  if (items.length === 0) throw new Error(`No item is named like ${options.only.join(" or ")}`);
  const outcome = await runRounds(benchmark, items, options);
  if (options.json) console.log(JSON.stringify(toJson(benchmark, outcome)));
  else console.log(toText(benchmark, outcome, { absent, brief: options.brief }));
  for (const [name, message] of outcome.failures) console.error(`\n${name} failed: ${message}`);
  if (outcome.failures.size > 0) process.exitCode = 1;
}

function chooseItems(benchmark: Benchmark, { brief, only }: BenchOptions) {
  const wanted = benchmark.items
    .filter(({ kind, fullOnly }) => !brief || (kind !== "peer" && !fullOnly))
    .filter(({ name }) => only.length === 0 || only.some((part) => name.toLowerCase().includes(part.toLowerCase())));
  const absent = new Set<string>();
  const items = wanted.filter((item: Item) => {
    const missing = missingPackages(item.needs ?? []);
    for (const name of missing) absent.add(name);
    return missing.length === 0;
  });
  return { items, absent: [...absent].sort() };
}

type Remarks = { readonly absent: readonly string[]; readonly brief: boolean };

function toText(benchmark: Benchmark, outcome: Outcome, { absent, brief }: Remarks): string {
  const { id, title, columns } = benchmark;
  const parts = [`${id}: ${title}`, machineLine(describeMachine()), renderTable(outcome.rows.all, columns)];
  if (absent.length > 0) {
    parts.push(`Left out, not installed (npm install --prefix benchmarks): ${absent.join(", ")}`);
  }
  if (brief) parts.push("A brief run: it shows that the benchmark works, not how fast anything is.");
  else {
    const load = showNumber(outcome.loadOfOthers);
    parts.push(`Medians of ${outcome.rounds} rounds; between them other processes kept ${load} cores busy.`);
    parts.push(benchmark.goals(outcome.rows).map(renderGoal).join("\n"));
  }
  return parts.join("\n\n");
}

function toJson({ id }: Benchmark, { rows }: Outcome): object {
  return { id, machine: describeMachine(), rows: rows.all.map(({ name, kind, figures }) => ({ name, kind, figures })) };
}
