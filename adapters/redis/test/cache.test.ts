import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { startRedis } from "#testing-fixtures/redis-server.ts";
import { startChild } from "./child.ts";

type Said = { readonly runs: number; readonly results: readonly { readonly by: number }[] };

/** Processes take long to start on a machine that others use, too. */
const timeout = 60_000;

describe("a cache over four processes", { timeout }, () => {
  it("[CACHE-5] [CACHE-7] runs a hundred equal calls once", async () => {
    await using server = await startRedis();
    const settings = { url: server.url, calls: 25, workMs: 200, leaseMs: 5_000 };
    const children = [1, 2, 3, 4].map(() => startChild("cache-child", settings));
    await Promise.all(children.map((child) => child.said(1)));
    for (const child of children) child.nudge();
    await Promise.all(children.map(({ ended }) => ended));
    const said = children.map(({ lines }): Said => JSON.parse(lines.at(-1) ?? ""));
    expect(said.reduce((sum, { runs }) => sum + runs, 0)).toBe(1);
    const results = said.flatMap((each) => each.results);
    expect(results).toHaveLength(100);
    expect(new Set(results.map(({ by }) => by)).size).toBe(1);
  });

  it("[CACHE-7] lets another process do the work when the one that does it is killed", async () => {
    await using server = await startRedis();
    const settings = { url: server.url, calls: 25, workMs: 700, leaseMs: 500 };
    await using doomed = startChild("cache-child", settings);
    await using heir = startChild("cache-child", settings);
    await using third = startChild("cache-child", settings);
    await Promise.all([doomed, heir, third].map((child) => child.said(1)));
    doomed.nudge();
    await doomed.said(2);
    for (const child of [heir, third]) child.nudge();
    await sleep(100);
    doomed.kill();
    await Promise.all([heir.ended, third.ended]);
    const said = [heir, third].map(({ lines }): Said => JSON.parse(lines.at(-1) ?? ""));
    expect(said.reduce((sum, { runs }) => sum + runs, 0)).toBe(1);
    expect(said.flatMap(({ results }) => results)).toHaveLength(50);
  });
});
