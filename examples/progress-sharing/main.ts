/**
 * Scenario 8: a list of operations runs for a user, and those who work with that user see its progress while it runs:
 * two subscribers, each a process of its own, by the WebSocket of `aiecs serve`. The line of one is cut in the middle of
 * it; a third reads nothing until the work is done, and holds nothing up; one of another user gets nothing. Each is to
 * see every event once, in order.
 */
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parsePlan, type ResultPage, type Task } from "@aiecs/core";
import { openLine } from "./line.ts";
import { startServer } from "./start-server.ts";
import { type Arrival, type Subscriber, startSubscriber } from "./start-subscriber.ts";

const keys = { ana: "ana-0d1cf3a8b7254e96", ben: "ben-9b3e7700f61d4c28" };

const folder = await mkdtemp(join(tmpdir(), "aiecs-progress-sharing-"));
const plan = parsePlan(await readFile("examples/progress-sharing/plan.yaml"));
const server = await startServer(folder, keys);

async function ask(key: string, path: string, body?: object): Promise<Response> {
  const headers = { authorization: `Bearer ${key}`, ...(body && { "content-type": "application/json" }) };
  return await fetch(`${server.url}${path}`, { headers, ...(body && { method: "POST", body: JSON.stringify(body) }) });
}

async function submit(key: string, task: object): Promise<void> {
  const response = await ask(key, "/api/tasks", { plan, ...task });
  assert.equal(response.status, 202, await response.text());
}

const arrivedOf = (subscriber: Subscriber, taskId: string): readonly Arrival[] =>
  subscriber.arrivals.filter(({ event }) => event.task_id === taskId);

const untilDone = async (subscriber: Subscriber, taskId: string): Promise<void> =>
  subscriber.until((message) => message.type === "done" && message.taskId === taskId);

/** Every event once, in order, and among them the end of every step. */
function checkArrivals(subscriber: Subscriber, taskId: string): void {
  const events = arrivedOf(subscriber, taskId).map(({ event }) => event);
  assert.deepEqual(
    events.map(({ sequence }) => sequence),
    events.map((_, index) => index + 1),
  );
  assert.deepEqual([events.at(0)?.type, events.at(-1)?.type], ["task.started", "task.completed"]);
  const ended = events.filter(({ type }) => type === "step.completed").map((event) => event.step_index ?? -1);
  assert.deepEqual(
    ended.toSorted((a, b) => a - b),
    plan.steps.map((_, index) => index),
  );
}

try {
  assert.equal((await ask("guessed", "/api/tasks")).status, 401);

  await using line = await openLine(server.url);
  await using first = await startSubscriber(server.url, keys.ana);
  await using second = await startSubscriber(line.url, keys.ana);
  await using slow = await startSubscriber(server.url, keys.ana);
  await using other = await startSubscriber(server.url, keys.ben);

  // Step after step; the same plan with its steps side by side comes later.
  await submit(keys.ana, { task_id: "shared-run", mode: "sequence" });
  for (const subscriber of [first, second, slow, other]) subscriber.follow("shared-run");
  await slow.until(({ type }) => type === "event");
  slow.freeze();

  // The line breaks when half of the steps have run, and the work goes on meanwhile.
  const half = plan.steps.length / 2;
  await second.until((message) => message.type === "event" && message.event.step_index === half);
  line.cut();
  assert.notEqual(second.arrivals.at(-1)?.event.type, "task.completed");

  await Promise.all([first, second].map((subscriber) => untilDone(subscriber, "shared-run")));
  for (const subscriber of [first, second]) checkArrivals(subscriber, "shared-run");
  assert.deepEqual([first.connections(), second.connections()], [1, 2]);
  const arrivals = arrivedOf(first, "shared-run");
  const endedAt = Date.parse(arrivals.at(-1)?.event.time ?? "");
  const firstEnd = arrivals.find(({ event }) => event.type === "step.completed");
  assert(firstEnd && firstEnd.receivedAt < endedAt, "what came, came when all was over");
  console.log(`two subscribers got ${arrivals.length} events of ${plan.steps.length} steps while these ran`);
  console.log(`  the end of the first ${endedAt - firstEnd.receivedAt} ms before the end of the last`);
  console.log("the line of one was cut: it came back, and has each event once, in order");

  const missed = arrivals.length - slow.arrivals.length;
  assert(missed > plan.steps.length, `one who was not to read has read all but ${missed} events`);
  slow.thaw();
  await untilDone(slow, "shared-run");
  checkArrivals(slow, "shared-run");
  console.log(`one who did not read held nothing up: ${missed} events waited for it, and came in order`);

  // Whose progress it is, theirs are the tables: what the first step read, a page at a time.
  const table = "/api/tasks/shared-run/steps/0/result?limit=2";
  const { data, total } = (await (await ask(keys.ana, table)).json()) as ResultPage;
  assert(Array.isArray(data) && data.length === 2 && total === 4204, `${total} rows`);
  assert.equal((await ask(keys.ben, table)).status, 404);

  await submit(keys.ana, { task_id: "shared-plan" });
  await submit(keys.ben, { task_id: "ben-run", mode: "sequence" });
  for (const subscriber of [first, second]) subscriber.follow("shared-plan");
  other.follow("ben-run");
  await Promise.all([untilDone(first, "shared-plan"), untilDone(second, "shared-plan"), untilDone(other, "ben-run")]);
  for (const subscriber of [first, second]) checkArrivals(subscriber, "shared-plan");
  checkArrivals(other, "ben-run");
  // Of the first task it asked for, another user's, it was told that there is none.
  await other.until((message) => message.type === "error" && message.taskId === "shared-run");
  assert(other.arrivals.every(({ event }) => event.task_id === "ben-run" && event.user_id === "ben"));
  const task = (await (await ask(keys.ana, "/api/tasks/shared-plan")).json()) as Task;
  assert.equal(task.last_event, arrivedOf(first, "shared-plan").length);
  console.log("as a plan: each event once; another user's subscriber got that user's own work, and nothing else");
} finally {
  await server[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
}
