import { describe, expect, it } from "vitest";
import { readEvents } from "#testing-fixtures/read-events.ts";
import { openSocket } from "#testing-fixtures/socket-client.ts";
import { jsonOf, openTenantServer, type TenantServer } from "#testing-fixtures/tenant-server.ts";

const cutsWanted = 100;

/** A task of several hundred events, which are still being written when it is first looked at. */
async function submit(server: TenantServer): Promise<void> {
  const steps = Array.from({ length: 200 }, (_, index) => ({
    operation: "math_tool.linger",
    params: { text: index === 0 ? "x" : `$result[${index - 1}]` },
  }));
  const body = { plan: { steps }, task_id: "t" };
  expect((await server.ask("ann", "/api/tasks", { method: "POST", body })).status).toBe(202);
}

async function lastEventOf(server: TenantServer): Promise<number> {
  const { last_event: last } = await jsonOf(await server.ask("ann", "/api/tasks/t?limit=0"));
  return Number(last);
}

/** Takes up to so many events after one; whether that was all there are. */
type Take = (after: number, limit: number, seen: number[]) => Promise<boolean>;

/** Reads it all, cut off at random. */
async function readWithCuts(take: Take): Promise<{ readonly seen: number[]; readonly cuts: number }> {
  const seen: number[] = [];
  let cuts = 0;
  for (let isDone = false; !isDone; cuts += isDone ? 0 : 1) {
    isDone = await take(seen.at(-1) ?? 0, cuts < cutsWanted ? 1 + Math.floor(Math.random() * 5) : Infinity, seen);
  }
  return { seen, cuts };
}

describe("tasks that are followed while they run", () => {
  it("[API-7] a stream cut off at random 100 times tells every event once and in order", {
    timeout: 60_000,
  }, async () => {
    await using server = await openTenantServer();
    await submit(server);
    const { seen, cuts } = await readWithCuts(async (after, limit, into) => {
      const headers = { "x-api-key": "ann", "last-event-id": String(after) };
      const reading = await readEvents(`${server.url}/api/tasks/t/events`, headers);
      let left = limit;
      for await (const { id, event } of reading.events) {
        if (event === "done") return true;
        into.push(id ?? 0);
        left -= 1;
        if (left === 0) break;
      }
      reading.cut();
      return false;
    });
    expect(cuts).toBeGreaterThanOrEqual(cutsWanted);
    expect(seen).toEqual(Array.from({ length: await lastEventOf(server) }, (_, index) => index + 1));
    expect(seen.length).toBeGreaterThan(400);
  });

  it("[API-8] a socket cut off at random 100 times tells every event once and in order", {
    timeout: 60_000,
  }, async () => {
    await using server = await openTenantServer();
    await submit(server);
    const { seen, cuts } = await readWithCuts(async (after, limit, into) => {
      const client = await openSocket(server.url, { headers: { "x-api-key": "ann" } });
      client.ask({ action: "subscribe", task_id: "t", after });
      for (let left = limit; left > 0; ) {
        const { type, sequence } = await client.next();
        if (type === "subscribed") continue;
        if (type === "done") {
          client.socket.terminate();
          return true;
        }
        into.push(Number(sequence));
        left -= 1;
      }
      client.socket.terminate();
      return false;
    });
    expect(cuts).toBeGreaterThanOrEqual(cutsWanted);
    expect(seen).toEqual(Array.from({ length: await lastEventOf(server) }, (_, index) => index + 1));
    expect(seen.length).toBeGreaterThan(400);
  });
});
