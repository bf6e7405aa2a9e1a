import { createHash } from "node:crypto";
import { fromWireEvent } from "@aiecs/core";
import { createManualClock } from "@aiecs/core/testing";
import { describe, expect, it } from "vitest";
import { openDoorServer } from "#testing-fixtures/door-server.ts";
import { eventually } from "#testing-fixtures/eventually.ts";
import { readEvents, type SentEvent } from "#testing-fixtures/read-events.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const auth = {
  api_keys: [
    { key_sha256: sha256("ann"), user: "ann" },
    { key_sha256: sha256("bob"), user: "bob" },
  ],
};

async function collect(events: AsyncIterable<SentEvent>): Promise<SentEvent[]> {
  const all: SentEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

describe("the events of a task over HTTP", () => {
  it("[API-7] come with their number, type and wire form, and end with `done`", async () => {
    await using server = await openDoorServer();
    server.tasks.add(undefined, "t");
    const { response, events } = await readEvents(`${server.url}/api/tasks/t/events`);
    expect(response.headers["content-type"]).toBe("text/event-stream; charset=utf-8");
    expect(response.headers["cache-control"]).toBe("no-store, no-transform");
    server.tasks.progress(undefined, "t", 2, "line one\nline two\r\nid: 99");
    server.tasks.end(undefined, "t");
    const all = await collect(events);
    expect(all.map(({ id, event }) => [id, event])).toEqual([
      [1, "task.started"],
      [2, "step.progressed"],
      [3, "step.progressed"],
      [4, "task.completed"],
      [undefined, "done"],
    ]);
    expect(all[1]?.data).toMatchObject({ task_id: "t", sequence: 2, message: "line one\nline two\r\nid: 99" });
    expect(fromWireEvent(all[1]?.data).type).toBe("step.progressed");
    expect(all.at(-1)?.data).toEqual({ task_id: "t", last_event: 4 });
  });

  it("[API-7] go on after the last one that is known, by header before address", async () => {
    await using server = await openDoorServer();
    server.tasks.add(undefined, "t");
    server.tasks.progress(undefined, "t", 8);
    server.tasks.end(undefined, "t");
    const idsOf = async (query: string, headers: Record<string, string> = {}) => {
      const { events } = await readEvents(`${server.url}/api/tasks/t/events${query}`, headers);
      return (await collect(events)).map(({ id }) => id);
    };
    expect(await idsOf("?after=7")).toEqual([8, 9, 10, undefined]);
    expect(await idsOf("?after=1", { "last-event-id": "8" })).toEqual([9, 10, undefined]);
    expect((await fetch(`${server.url}/api/tasks/t/events?after=10`)).status).toBe(204);
    for (const bad of ["-1", "x", "1e3", "99999999999999999"]) {
      expect((await fetch(`${server.url}/api/tasks/t/events`, { headers: { "last-event-id": bad } })).status).toBe(400);
      expect((await fetch(`${server.url}/api/tasks/t/events?after=${bad}`)).status).toBe(400);
    }
  });

  it("[API-7] an idle stream is written to by one timer for all", async () => {
    const clock = createManualClock();
    await using server = await openDoorServer({ clock });
    server.tasks.add(undefined, "t");
    const readings = await Promise.all([1, 2].map(() => readEvents(`${server.url}/api/tasks/t/events?after=1`)));
    await eventually(() => server.connections.count("events")).toBe(2);
    const texts = readings.map(({ response }) => {
      const chunks: string[] = [];
      response.on("data", (chunk) => chunks.push(String(chunk)));
      return chunks;
    });
    clock.advance(15_000);
    await eventually(() => texts.map((chunks) => chunks.join(""))).toEqual(Array(2).fill("retry: 1000\n\n: beat\n\n"));
    for (const { cut } of readings) cut();
    await eventually(() => server.connections.count("events")).toBe(0);
  });

  it("[API-8] who does not read is dropped after a while, and others go on", async () => {
    const clock = createManualClock();
    await using server = await openDoorServer({ clock });
    server.tasks.add(undefined, "t");
    const slow = await readEvents(`${server.url}/api/tasks/t/events`);
    slow.response.pause();
    const quick = await readEvents(`${server.url}/api/tasks/t/events`);
    server.tasks.progress(undefined, "t", 4_000, "x".repeat(4_096));
    let last: number | undefined;
    for await (const { id } of quick.events) {
      last = id;
      if (id === 4_001) break;
    }
    expect(last).toBe(4_001);
    expect(server.tasks.following()).toBe(2);
    clock.advance(10_000);
    await eventually(() => server.logged()).toContain("A stream of events was not read: dropped");
    await eventually(() => server.tasks.following()).toBe(0);
    slow.cut();
  });

  it("[AUTH-2] other users' tasks do not exist", async () => {
    await using server = await openDoorServer({ auth });
    server.tasks.add("ann", "t");
    server.tasks.end("ann", "t");
    const statusFor = async (key: string) =>
      (await fetch(`${server.url}/api/tasks/t/events`, { headers: { "x-api-key": key } })).status;
    expect([await statusFor("ann"), await statusFor("bob")]).toEqual([200, 404]);
    expect((await fetch(`${server.url}/api/tasks/t/events`)).status).toBe(401);
  });

  it("[API-9] a stream ends without `done` when the server stops", async () => {
    await using server = await openDoorServer();
    server.tasks.add(undefined, "t");
    const { events } = await readEvents(`${server.url}/api/tasks/t/events`);
    expect((await events.next()).value).toMatchObject({ id: 1 });
    server.connections.closeAll();
    expect((await events.next()).done).toBe(true);
  });

  it("[AUTH-1] one user's streams are bounded", async () => {
    await using server = await openDoorServer({ auth: { quotas: { max_connections: 1 } } });
    server.tasks.add(undefined, "t");
    const url = `${server.url}/api/tasks/t/events`;
    const first = await readEvents(url);
    expect((await fetch(url)).status).toBe(429);
    first.cut();
    await eventually(async () => {
      const again = await readEvents(url);
      again.cut();
      return again.status;
    }).toBe(200);
  });
});
