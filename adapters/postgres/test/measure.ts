/** What a durable step costs on PostgreSQL: `node --conditions=aiecs-source adapters/postgres/test/measure.ts`. */
import {
  createDefaultLogger,
  createExecutor,
  defineOperation,
  defineTool,
  systemClock,
  type TaskQueue,
  type TaskStore,
} from "@aiecs/core";
import { createTaskService } from "@aiecs/core/tasks";
import { openPostgresStore } from "@aiecs/postgres";
import { Client } from "pg";
import { startPostgres } from "#testing-fixtures/postgres-server.ts";
import { endedAs, sampleEvents, sampleStep, sampleTask } from "#testing-fixtures/sample-tasks.ts";

const rounds = 5;
const counting = defineTool({
  name: "counting",
  version: "1.0.0",
  description: "Counts.",
  operations: {
    add_one: defineOperation({
      description: "Adds one.",
      inputSchema: {
        type: "object",
        properties: { value: { type: "number" } },
        required: ["value"],
        additionalProperties: false,
      },
      execute: (input: { readonly [name: string]: unknown }) => ({ value: Number(input["value"]) + 1 }),
    }),
  },
});
/** `runTask` runs a task at once: nothing waits in a queue. */
const noQueue: TaskQueue = {
  add: async () => {},
  remove: async () => false,
  consume: () => ({ close: async () => {} }),
  counts: async () => ({
    fast: { waiting: 0, delayed: 0, active: 0 },
    heavy: { waiting: 0, delayed: 0, active: 0 },
  }),
  check: async () => {},
  [Symbol.asyncDispose]: async () => {},
};

await using server = await startPostgres({ isDurable: true });
const logger = createDefaultLogger();
const store = await openPostgresStore({ url: server.url, logger });
await using executor = createExecutor({ tools: [counting] });
await using service = createTaskService({ executor, store, queue: noQueue, clock: systemClock, logger });
const bare = new Client({ connectionString: server.url });
await bare.connect();
await bare.query("CREATE TABLE bare (no integer PRIMARY KEY, body text)");
let bareRows = 0;
let tasks = 0;

/** Writes the ends of steps, with two events each, by the store alone. */
async function writeTask(to: TaskStore, steps: number): Promise<void> {
  const { lease } = await to.insert(sampleTask(`t${++tasks}`), { runner: "r", leaseMs: 60_000 });
  if (!lease) throw new Error("expected a lease");
  for (let index = 0; index < steps; index += 1) {
    await to.write(lease, { steps: [sampleStep(index)], events: sampleEvents(2 * index + 1, 2 * index + 2) });
  }
  await to.write(lease, { end: endedAs("completed") });
}

async function runTask(): Promise<void> {
  const steps = Array.from({ length: 10 }, (_, index) => ({
    operation: "counting.add_one",
    params: { value: index === 0 ? 0 : `$result[${index - 1}].value` },
  }));
  const { status } = await service.runTask(undefined, steps, { mode: "sequence" });
  if (status !== "completed") throw new Error(`The task ended as ${status}`);
}

async function commitBare(): Promise<void> {
  const values = [++bareRows, sampleStep(0).body];
  for (let index = 0; index < 10; index += 1, values[0] = ++bareRows) {
    await bare.query({ name: "bare", text: "INSERT INTO bare VALUES ($1, $2)", values });
  }
}

/** So many times, so many side by side; the median of the rounds, in steps per second. */
async function measure(title: string, times: number, sideBySide: number, stepsEach: number, work: () => Promise<void>) {
  const figures: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    let left = times;
    const startedMs = performance.now();
    const workers = Array.from({ length: sideBySide }, async () => {
      while (left-- > 0) await work();
    });
    await Promise.all(workers);
    figures.push((1_000 * times * stepsEach) / (performance.now() - startedMs));
  }
  const [median = 0] = figures
    .slice(1)
    .sort((a, b) => a - b)
    .slice(Math.floor(rounds / 2));
  console.log(`${title.padEnd(60)} ${Math.round(median).toLocaleString("en").padStart(8)} steps/s`);
}

await measure("ten rows, each with a commit of its own", 50, 1, 10, commitBare);
await measure("store: tasks of 10 steps, one after another", 30, 1, 10, () => writeTask(store, 10));
await measure("store: tasks of 10 steps, 20 side by side", 400, 20, 10, () => writeTask(store, 10));
await measure("store: a task of 1,000 steps", 1, 1, 1_000, () => writeTask(store, 1_000));
await measure("store: tasks of 100 steps, 20 side by side", 40, 20, 100, () => writeTask(store, 100));
await measure("store: tasks of 100 steps, 100 side by side", 100, 100, 100, () => writeTask(store, 100));
await measure("runTask: tasks of 10 steps, one after another", 30, 1, 10, runTask);
await measure("runTask: tasks of 10 steps, 20 side by side", 400, 20, 10, runTask);
await bare.end();
