/** How far does the design go, and what saturates first? */
import type { Benchmark, Item } from "../harness/benchmark.ts";
import { missingPackages } from "../harness/installed.ts";
import { describeMachine, machineLine } from "../harness/machine.ts";
import { readOptions } from "../harness/options.ts";
import { runRounds } from "../harness/run-rounds.ts";
import { renderTable } from "../harness/table.ts";
import { costsOf } from "./costs.ts";
import { partsTable, simulationTable, sizesTable } from "./tables.ts";

const few = { name: "task of 1 step", steps: 1 };
const many = { name: "task of 11 steps", steps: 11 };
const module = new URL("items/costs.ts", import.meta.url);

const items: readonly Item[] = [
  { ...few, kind: "ours", module, settings: { steps: few.steps, sideBySide: 50 } },
  { ...many, kind: "ours", module, settings: { steps: many.steps, sideBySide: 50 } },
  {
    name: "task of 1 step, one at a time",
    kind: "ours",
    module,
    settings: { steps: 1, sideBySide: 1, tasks: 200 },
    fullOnly: true,
  },
];

const benchmark: Benchmark = {
  id: "scale",
  title: "what a task takes of each part",
  items,
  measure: new URL("../queue/measure.ts", import.meta.url),
  settings: (brief) => ({ tasks: brief ? 40 : 1_000 }),
  columns: [
    { title: "server µs", figure: "serverUs" },
    { title: "worker µs", figure: "workerUs" },
    { title: "PostgreSQL µs", figure: "postgresUs" },
    { title: "Redis µs", figure: "redisUs" },
    { title: "transactions", figure: "transactions" },
    { title: "Redis commands", figure: "commands" },
    { title: "WAL bytes", figure: "walBytes" },
    { title: "bytes kept", figure: "keptBytes" },
    { title: "bytes to Redis", figure: "redisBytes" },
  ],
  goals: () => [],
};

const options = readOptions(process.argv.slice(2));
const missing = missingPackages(["bullmq", "pg"]);
if (missing.length > 0) throw new Error(`Not installed: ${missing.join(", ")}`);
const chosen = items.filter(({ fullOnly }) => !options.brief || !fullOnly);
const { rows, failures } = await runRounds(benchmark, chosen, options);
for (const [name, message] of failures) console.error(`${name} failed: ${message}`);
if (failures.size > 0) process.exit(1);

const costs = costsOf(rows, few, many);
if (options.json) {
  console.log(
    JSON.stringify({ id: benchmark.id, rows: rows.all.map(({ name, kind, figures }) => ({ name, kind, figures })) }),
  );
} else {
  const seconds = options.brief ? 1 : 20;
  const parts = [
    [`${benchmark.title}, per task`, machineLine(describeMachine()), renderTable(rows.all, benchmark.columns)],
    ["what one core does, of tasks of 5 steps", partsTable(costs)],
    ["cores at 60 % of their time, and what is kept, for tasks of 5 steps", sizesTable(costs)],
    [
      "simulated: one server core, two worker cores, four of PostgreSQL, one Redis, steps that wait 20 ms",
      simulationTable(costs, seconds),
    ],
  ];
  console.log(parts.map((part) => part.join("\n\n")).join("\n\n"));
}
