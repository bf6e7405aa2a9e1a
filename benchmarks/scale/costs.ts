import type { Rows } from "../harness/benchmark.ts";

/** What a task takes besides its steps, and what each of its steps does. */
export type Cost = { readonly task: number; readonly step: number };

/** Processor time in µs of each part, and what is written and kept. */
export type Costs = { readonly [part in (typeof parts)[number]]: Cost };

export const parts = [
  "serverUs",
  "workerUs",
  "postgresUs",
  "redisUs",
  "transactions",
  "commands",
  "walBytes",
  "keptBytes",
  "redisBytes",
] as const;

/** From what tasks of few and of many steps took. */
export function costsOf(
  rows: Rows,
  few: { name: string; steps: number },
  many: { name: string; steps: number },
): Costs {
  const costOf = (part: string): Cost => {
    const [least = Number.NaN, most = Number.NaN] = [rows.figure(few.name, part), rows.figure(many.name, part)];
    const step = Math.max(0, (most - least) / (many.steps - few.steps));
    return { task: Math.max(0, least - step * few.steps), step };
  };
  return Object.fromEntries(parts.map((part) => [part, costOf(part)])) as Costs;
}

/** Of a task with so many steps. */
export function costOf({ task, step }: Cost, steps: number): number {
  return task + step * steps;
}
