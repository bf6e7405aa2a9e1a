import { renderTable, showNumber } from "../harness/table.ts";
import { type Costs, costOf } from "./costs.ts";
import { simulate } from "./simulate.ts";

const steps = 5;
const secondUs = 1e6;
const dayS = 86_400;
const gigabyte = 1e9;
const busyShare = 0.6;
/** The multiples of ten tasks a second that are looked at. */
const rates = { "1 ×": 10, "10 ×": 100, "100 ×": 1_000, internet: 100_000 } as const;
const processors = { serverUs: "server", workerUs: "worker", postgresUs: "PostgreSQL", redisUs: "Redis" } as const;
const partNames = ["serverUs", "workerUs", "postgresUs", "redisUs"] as const;

type Table = { readonly [title: string]: number };

function tableOf(rows: readonly (readonly [name: string, figures: Table])[]): string {
  const titles = Object.keys(rows[0]?.[1] ?? {});
  return renderTable(
    rows.map(([name, figures]) => ({ name, kind: "peer", figures, rounds: [] })),
    titles.map((title) => ({ title, figure: title })),
  );
}

/** How many tasks and steps one core of each part does. */
export function partsTable(costs: Costs): string {
  return tableOf(
    partNames.map((part) => {
      const us = costOf(costs[part], steps);
      return [
        processors[part],
        { "µs per task": us, "tasks per second": secondUs / us, "steps per second": (steps * secondUs) / us },
      ];
    }),
  );
}

/** What fleets of several sizes need. */
export function sizesTable(costs: Costs): string {
  return tableOf(
    Object.entries(rates).map(([name, perSecond]) => {
      const cores = partNames.map((part): [string, number] => [
        `${processors[part]} cores`,
        (costOf(costs[part], steps) * perSecond) / secondUs / busyShare,
      ]);
      return [
        `${name}: ${showNumber(perSecond)} tasks per second`,
        {
          ...Object.fromEntries(cores),
          "transactions per second": costOf(costs.transactions, steps) * perSecond,
          "Redis commands per second": costOf(costs.commands, steps) * perSecond,
          "WAL MB per second": (costOf(costs.walBytes, steps) * perSecond) / 1e6,
          "GB kept per day": (costOf(costs.keptBytes, steps) * perSecond * dayS) / gigabyte,
        },
      ];
    }),
  );
}

/** One small fleet under rising load. */
export function simulationTable(costs: Costs, seconds: number): string {
  const fleet = { server: 1, worker: 2, postgres: 4, redis: 1, slots: 400 };
  const most = Math.min(
    ...(
      [
        ["serverUs", fleet.server],
        ["workerUs", fleet.worker],
        ["postgresUs", fleet.postgres],
        ["redisUs", fleet.redis],
      ] as const
    ).map(([part, cores]) => (cores * secondUs) / costOf(costs[part], steps)),
  );
  return tableOf(
    [0.2, 0.5, 0.8, 0.9, 0.95, 1.1].map((share) => {
      const tasksPerSecond = most * share;
      const { perSecond, p50Ms, p99Ms, busy } = simulate(costs, fleet, { tasksPerSecond, steps, waitMs: 20, seconds });
      return [
        `${showNumber(tasksPerSecond)} tasks per second come`,
        {
          "done per second": perSecond,
          "p50 ms": p50Ms,
          "p99 ms": p99Ms,
          "server busy": busy.server,
          "workers busy": busy.worker,
          "PostgreSQL busy": busy.postgres,
          "Redis busy": busy.redis,
        },
      ];
    }),
  );
}
