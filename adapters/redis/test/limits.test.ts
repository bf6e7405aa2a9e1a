import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RedisServer, startRedis } from "#testing-fixtures/redis-server.ts";
import { startChild } from "./child.ts";

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server[Symbol.asyncDispose]());

/** The most moments that any window of one second has, its end not counted. */
function mostInASecond(momentsMs: readonly number[]): number {
  const sorted = momentsMs.toSorted((a, b) => a - b);
  let most = 0;
  let first = 0;
  for (const [index, moment] of sorted.entries()) {
    while (moment - (sorted[first] ?? 0) >= 1_000) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}

/** Processes take long to start on a machine that others use, too. */
const timeout = 60_000;

describe("limits over three processes", { timeout }, () => {
  it("[RATE-4] start no more than burst + rate × window calls in any second, and no fewer than the rate allows", async () => {
    const children = [1, 2, 3].map(() => startChild("rate-child", { url: server.url, forMs: 2_500 }));
    await Promise.all(children.map((child) => child.said(1)));
    for (const child of children) child.nudge();
    await Promise.all(children.map(({ ended }) => ended));
    const said = children.map(({ lines }): { given: number[]; used: number[] } => JSON.parse(lines.at(-1) ?? ""));
    expect(mostInASecond(said.flatMap(({ given }) => given))).toBeLessThanOrEqual(60);
    const used = said.flatMap((each) => each.used);
    expect(mostInASecond(used)).toBeLessThanOrEqual(60);
    expect(used.length).toBeGreaterThan(40 * ((Math.max(...used) - Math.min(...used)) / 1_000));
    for (const each of said) expect(each.used.length).toBeGreaterThan(used.length / 5);
  });

  it("[RATE-4] let no more than four run at once, also when one is killed, and four again within a lease", async () => {
    const leaseMs = 900;
    const settings = { url: server.url, leaseMs, workMs: 40 };
    await using doomed = startChild("slots-child", settings);
    await using others = startChild("slots-child", settings);
    await using third = startChild("slots-child", settings);
    const children = [doomed, others, third];
    await Promise.all(children.map((child) => child.said(8)));
    const isRunning = () => doomed.lines.filter((line) => line.startsWith("begin")).length * 2 > doomed.lines.length;
    while (!isRunning()) await sleep(1);
    doomed.kill();
    const killedMs = Number(process.hrtime.bigint()) / 1e6;
    await sleep(leaseMs + 400);
    for (const child of children) child.nudge();
    await Promise.all(children.map(({ ended }) => ended));
    const levels = levelsOf(
      children.map(({ lines }) => lines),
      killedMs,
    );
    expect(Math.max(...levels.map(({ running }) => running))).toBe(4);
    const backMs =
      levels.find(({ atMs, running }) => atMs > killedMs && running === 4)?.atMs ?? Number.POSITIVE_INFINITY;
    expect(backMs - killedMs).toBeLessThan(leaseMs + 50);
  });
});

/** How many ran after each begin and end; what a process had begun that did not live to end it ended when it was killed. */
function levelsOf(said: readonly (readonly string[])[], killedMs: number): { atMs: number; running: number }[] {
  const changes = said.flatMap((lines) => {
    const own = lines.map((line) => ({ atMs: Number(line.split(" ")[1]), by: line.startsWith("begin") ? 1 : -1 }));
    const open = own.reduce((sum, { by }) => sum + by, 0);
    return [...own, ...Array.from({ length: open }, () => ({ atMs: killedMs, by: -1 }))];
  });
  let running = 0;
  return changes
    .toSorted((a, b) => a.atMs - b.atMs || a.by - b.by)
    .map(({ atMs, by }) => ({ atMs, running: (running += by) }));
}
