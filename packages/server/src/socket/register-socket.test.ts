import { createHash } from "node:crypto";
import { setImmediate as turn } from "node:timers/promises";
import { createManualClock } from "@aiecs/core/testing";
import { SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import { openDoorServer } from "#testing-fixtures/door-server.ts";
import { eventually } from "#testing-fixtures/eventually.ts";
import { openSocket, type Received } from "#testing-fixtures/socket-client.ts";
import { usedHeap } from "#testing-fixtures/used-heap.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const auth = {
  api_keys: [
    { key_sha256: sha256("ann"), user: "ann" },
    { key_sha256: sha256("bob"), user: "bob" },
    { key_sha256: sha256("eve"), user: "ann", scopes: ["tasks:read" as const] },
  ],
};
const as = (key: string) => ({ headers: { "x-api-key": key } });
const isOf = (type: string) => (message: Received) => message.type === type;

describe("the WebSocket", () => {
  it("[API-8] sends the events of subscribed tasks, then that they are done", async () => {
    await using server = await openDoorServer();
    server.tasks.add(undefined, "t");
    const client = await openSocket(server.url);
    client.ask({ action: "subscribe", task_id: "t", id: 7 });
    expect(await client.next()).toEqual({ type: "subscribed", task_id: "t", after: 0, id: 7 });
    expect(await client.next()).toMatchObject({ type: "task.started", task_id: "t", sequence: 1, user_id: null });
    server.tasks.end(undefined, "t");
    expect(await client.next()).toMatchObject({ type: "task.completed", sequence: 2 });
    expect(await client.next()).toEqual({ type: "done", task_id: "t", last_event: 2 });
    client.ask({ action: "ping", id: "p" });
    expect(await client.next()).toEqual({ type: "pong", id: "p" });
    // It is over: it can be subscribed to again.
    client.ask({ action: "subscribe", task_id: "t", after: 1 });
    expect(await client.next(isOf("task.completed"))).toMatchObject({ sequence: 2 });
    client.socket.close();
  });

  it("[API-8] who does not read is dropped with code 4008 and a reason; others go on, and it can come back", async () => {
    const clock = createManualClock();
    await using server = await openDoorServer({ clock });
    server.tasks.add(undefined, "t");
    const [slow, quick] = [await openSocket(server.url), await openSocket(server.url)];
    slow.ask({ action: "subscribe", task_id: "t" });
    await slow.next(isOf("task.started"));
    slow.socket.pause();
    quick.ask({ action: "subscribe", task_id: "t" });
    server.tasks.progress(undefined, "t", 4_000, "x".repeat(4_096));
    await quick.next(({ sequence }) => sequence === 4_001);
    const [held] = [...server.clients].map(({ bufferedAmount }) => bufferedAmount);
    expect(held).toBeGreaterThan(0);
    expect(held).toBeLessThan(100_000);
    clock.advance(10_000);
    slow.socket.resume();
    expect(await slow.closed).toEqual([4008, "not read fast enough: come back after the last event you have"]);
    const last = Number(slow.received.at(-1)?.sequence);
    expect(slow.received.slice(1).map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: last }, (_, i) => i + 1),
    );
    const back = await openSocket(server.url);
    back.ask({ action: "subscribe", task_id: "t", after: last });
    expect(await back.next(isOf("step.progressed"))).toMatchObject({ sequence: last + 1 });
    server.tasks.end(undefined, "t");
    await quick.next(isOf("done"));
    await back.next(isOf("done"));
    for (const { socket } of [quick, back]) socket.terminate();
  });

  it("[API-8] who asks and never reads is dropped once the buffer is full", async () => {
    await using server = await openDoorServer({ socket: { maxBufferBytes: 2_048, messagesPerMinute: 1e9 } });
    const client = await openSocket(server.url);
    client.socket.pause();
    const id = "x".repeat(128);
    const asking = (async () => {
      while (client.socket.readyState === client.socket.OPEN && !server.logged().includes("dropped")) {
        for (let index = 0; index < 500; index += 1) client.ask({ action: "ping", id });
        await turn();
      }
    })();
    await asking;
    client.socket.resume();
    expect((await client.closed)[0]).toBe(4008);
  });

  it("[AUTH-2] other users' tasks can neither be followed nor cancelled, and look like none", async () => {
    await using server = await openDoorServer({ auth });
    server.tasks.add("ann", "t");
    const bob = await openSocket(server.url, as("bob"));
    const answers: Received[] = [];
    for (const [action, task_id] of [
      ["subscribe", "t"],
      ["cancel", "t"],
      ["subscribe", "none"],
      ["cancel", "none"],
    ] as const) {
      bob.ask({ action, task_id });
      const answer = await bob.next();
      expect(answer).toEqual({
        type: "error",
        code: "E001",
        status: 404,
        task_id,
        detail: `There is no task '${task_id}'`,
      });
      answers.push(answer);
    }
    expect(answers).toHaveLength(4);
    const ann = await openSocket(server.url, as("ann"));
    ann.ask({ action: "cancel", task_id: "t", id: 1 });
    expect(await ann.next()).toEqual({ type: "cancelled", task_id: "t", status: "running", id: 1 });
    for (const { socket } of [bob, ann]) socket.terminate();
  });

  it("[AUTH-1] needs a credential; a page may offer it as a protocol, and it is never sent back", async () => {
    await using server = await openDoorServer({ auth });
    server.tasks.add("ann", "t");
    await expect(openSocket(server.url)).rejects.toThrow("401");
    await expect(openSocket(server.url, { protocols: ["aiecs.v1", "bearer.wrong"] })).rejects.toThrow("401");
    await expect(openSocket(`${server.url}/ws?token=ann`)).rejects.toThrow();
    const client = await openSocket(server.url, { protocols: ["aiecs.v1", "bearer.ann"] });
    expect(client.socket.protocol).toBe("aiecs.v1");
    client.ask({ action: "subscribe", task_id: "t" });
    expect(await client.next()).toMatchObject({ type: "subscribed" });
    client.socket.terminate();
    // Those that were refused hold no connection.
    const connected = () =>
      new Promise((resolve) => server.app.server.getConnections((_error, count) => resolve(count)));
    await eventually(connected).toBe(0);
  });

  it("[AUTH-1] is closed with 4001 when its token runs out", async () => {
    const clock = createManualClock();
    const secret = "a secret of no less than thirty-two bytes";
    const jwt = { issuer: "i", audience: "a", secret_env: "SECRET", clock_skew_s: 0 };
    await using server = await openDoorServer({ auth: { jwt }, environment: { SECRET: secret }, clock });
    const exp = Math.floor(clock.now() / 1000) + 20;
    const claims = new SignJWT({ sub: "ann", scope: "tasks:read", exp, iss: "i", aud: "a" });
    const token = await claims.setProtectedHeader({ alg: "HS256" }).sign(Buffer.from(secret));
    const client = await openSocket(server.url, { protocols: ["aiecs.v1", `bearer.${token}`] });
    client.ask({ action: "ping" });
    expect(await client.next()).toEqual({ type: "pong" });
    clock.advance(15_000);
    client.ask({ action: "ping" });
    expect(await client.next()).toEqual({ type: "pong" });
    clock.advance(15_000);
    expect(await client.closed).toEqual([4001, "the credential has expired"]);
    await expect(openSocket(server.url, { headers: { authorization: `Bearer ${token}` } })).rejects.toThrow("401");
  });

  it("[AUTH-1] cancelling needs the scope to write tasks", async () => {
    await using server = await openDoorServer({ auth });
    server.tasks.add("ann", "t");
    const eve = await openSocket(server.url, as("eve"));
    eve.ask({ action: "cancel", task_id: "t" });
    expect(await eve.next()).toMatchObject({
      type: "error",
      status: 403,
      detail: "This needs the scope 'tasks:write'",
    });
    expect(server.tasks.journal).toEqual([]);
    eve.socket.terminate();
  });

  it("[SEC-1] without credentials a page from elsewhere cannot open it", async () => {
    await using server = await openDoorServer();
    await expect(openSocket(server.url, { origin: "https://evil.example" })).rejects.toThrow("403");
    await expect(openSocket(server.url, { headers: { host: "evil.example" } })).rejects.toThrow("403");
    (await openSocket(server.url, { origin: "http://localhost:3000" })).socket.terminate();
  });

  it("[SEC-1] messages that are none are answered, all problems at once", async () => {
    await using server = await openDoorServer();
    const client = await openSocket(server.url);
    const texts = ["", "{", "null", "[]", "1", '"x"', "{}", "[".repeat(8_000), '{"__proto__":{"action":"ping"}}'];
    for (const text of texts) {
      client.ask(text);
      expect(await client.next()).toMatchObject({ type: "error", code: "E001", status: 400 });
    }
    client.ask({ action: "subscribe", task_id: 5, after: -1, id: "tag", extra: 1 });
    expect(await client.next()).toEqual({
      type: "error",
      id: "tag",
      code: "E001",
      status: 400,
      detail:
        'Invalid message: task_id: expected the id of a task; after: expected a whole number of at least 0; "extra": unknown key',
    });
    client.socket.send(Buffer.from("{}"));
    expect(await client.next()).toMatchObject({ detail: "Invalid message: expected a text, received bytes" });
    client.ask({ action: "unsubscribe", task_id: "t" });
    expect(await client.next()).toMatchObject({ detail: "There is no subscription to that task" });
    client.ask({ action: "ping" });
    expect(await client.next()).toEqual({ type: "pong" });
    client.socket.terminate();
  });

  it("[API-8] messages are bounded in size and number, tasks in number", async () => {
    const clock = createManualClock();
    await using server = await openDoorServer({ clock, socket: { messagesPerMinute: 5, maxSubscriptions: 1 } });
    server.tasks.add(undefined, "a");
    server.tasks.add(undefined, "b");
    const large = await openSocket(server.url);
    large.ask("x".repeat(16_385));
    expect((await large.closed)[0]).toBe(1009);
    const client = await openSocket(server.url);
    client.ask({ action: "subscribe", task_id: "a" });
    client.ask({ action: "subscribe", task_id: "b" });
    expect(await client.next(isOf("error"))).toMatchObject({ status: 503, task_id: "b" });
    client.ask({ action: "subscribe", task_id: "a" });
    expect(await client.next(isOf("error"))).toMatchObject({ detail: "The task a is subscribed to already" });
    client.ask({ action: "unsubscribe", task_id: "a" });
    expect(await client.next(isOf("unsubscribed"))).toEqual({ type: "unsubscribed", task_id: "a" });
    for (let index = 0; index < 3; index += 1) client.ask({ action: "ping" });
    expect(await client.closed).toEqual([4029, "too many messages"]);
    await eventually(() => server.tasks.following()).toBe(0);
  });

  it("[API-8] a peer that is gone without a word is let go, one that answers is kept", async () => {
    const clock = createManualClock();
    await using server = await openDoorServer({ clock });
    const [alive, dead] = [await openSocket(server.url), await openSocket(server.url, { autoPong: false })];
    let pings = 0;
    alive.socket.on("ping", () => (pings += 1));
    for (let beat = 1; beat <= 3; beat += 1) {
      clock.advance(15_000);
      await eventually(() => pings).toBe(beat);
      alive.ask({ action: "ping" });
      await alive.next(isOf("pong"));
    }
    expect((await dead.closed)[0]).toBe(1006);
    expect(server.connections.count("websocket")).toBe(1);
    alive.socket.terminate();
  });

  it("[API-9] is closed with 1001 when the server stops", async () => {
    await using server = await openDoorServer();
    const client = await openSocket(server.url);
    server.connections.closeAll();
    expect(await client.closed).toEqual([1001, "the server stops"]);
  });

  it("[REL-3] a thousand idle sockets need no more as time goes by, and nothing when they are gone", {
    timeout: 60_000,
  }, async () => {
    const clock = createManualClock();
    await using server = await openDoorServer({ clock });
    server.tasks.add(undefined, "t");
    const clients = await Promise.all(Array.from({ length: 1_000 }, () => openSocket(server.url)));
    let pings = 0;
    for (const client of clients) {
      client.socket.on("ping", () => (pings += 1));
      client.ask({ action: "subscribe", task_id: "t" });
    }
    await Promise.all(clients.map((client) => client.next(isOf("task.started"))));
    const beat = async () => {
      const wanted = pings + 1_000;
      clock.advance(15_000);
      await eventually(() => pings).toBe(wanted);
      for (const client of clients) client.ask({ action: "ping" });
      await Promise.all(clients.map((client) => client.next(isOf("pong"))));
      for (const client of clients) client.forget();
    };
    await beat();
    const before = usedHeap();
    for (let count = 0; count < 10; count += 1) await beat();
    expect(usedHeap() - before).toBeLessThan(2_000_000);
    expect(server.tasks.following()).toBe(1_000);
    for (const { socket } of clients) socket.terminate();
    await eventually(() => [server.tasks.following(), server.connections.count("websocket")]).toEqual([0, 0]);
  });
});
