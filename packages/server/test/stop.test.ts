import { describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { openServer } from "#testing-fixtures/open-server.ts";
import { openSocket, rawPost, readAll } from "#testing-fixtures/raw-request.ts";

const waitCall = (ms: number) => JSON.stringify({ operation: "door_tool.wait", params: { ms } });

describe("close", () => {
  it("[API-9] answers what is under way, and listens no more", async () => {
    await using open = await openServer({ config: { grace_s: 5 } });
    const url = await open.listen();
    const running = await openSocket(url);
    running.write(rawPost("/api/execute", waitCall(300)));
    await expect.poll(() => open.executor.getStats().semaphore_value).toBe(63);
    const closing = open.server.close();
    await expect(fetch(`${url}/health`)).rejects.toThrow();
    expect(await readAll(running)).toMatch(/^HTTP\/1\.1 200 .*{"result":"wait"}$/s);
    await closing;
  });

  it.each([
    ["/ready", "GET /ready HTTP/1.1\r\nhost: localhost\r\n\r\n"],
    ["new work", rawPost("/api/execute", JSON.stringify({ operation: "door_tool.add", params: { a: 1 } }))],
  ])("[API-9] says 503 to %s on a connection that is there still, and ends it", async (_what, request) => {
    await using open = await openServer({ config: { grace_s: 5 } });
    const busy = await openSocket(await open.listen());
    busy.write(rawPost("/api/execute", waitCall(500)));
    await expect.poll(() => open.executor.getStats().semaphore_value).toBe(63);
    const closing = open.server.close();
    busy.write(request);
    const answer = await readAll(busy);
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 200", "HTTP/1.1 503"]);
    expect(answer).toMatch(/"The server is stopping".*"reason":"stopping"/s);
    expect(answer).toMatch(/connection: close/);
    await closing;
  });

  it("[API-9] cancels what takes longer than the grace time, and says 503", async () => {
    await using open = await openServer({ config: { grace_s: 0.5 } });
    const socket = await openSocket(await open.listen());
    socket.write(rawPost("/api/execute", waitCall(60_000)));
    await expect.poll(() => open.executor.getStats().semaphore_value).toBe(63);
    const startedMs = performance.now();
    const [answer] = await Promise.all([readAll(socket), open.server.close()]);
    expect(answer).toMatch(/^HTTP\/1\.1 503 .*retry-after: 1\r\n.*"The server is stopping"/s);
    expect(open.aborted).toEqual(["wait"]);
    expect(performance.now() - startedMs).toBeLessThan(2_000);
  });

  it("[API-9] ends connections that were still answered, and those on which nothing came", async () => {
    await using open = await openServer({ config: { grace_s: 20 } });
    const url = await open.listen();
    const [answered, silent] = await Promise.all([openSocket(url), openSocket(url)]);
    answered.write(rawPost("/api/execute", waitCall(300)));
    await expect.poll(() => open.executor.getStats().semaphore_value).toBe(63);
    const startedMs = performance.now();
    const [answer, nothing] = await Promise.all([readAll(answered), readAll(silent), open.server.close()]);
    expect(answer).toMatch(/^HTTP\/1\.1 200 .*{"result":"wait"}$/s);
    expect(nothing).toBe("");
    expect(performance.now() - startedMs).toBeLessThan(5_000);
  });

  it("[API-9] closes sockets with 1001 and ends streams of events", async () => {
    await using open = await openServer();
    const url = await open.listen();
    await open.tasks.forUser(undefined).submitTask({ operation: "door_tool.wait" }, { taskId: "t1" });
    const socket = new WebSocket(`${url.replace("http", "ws")}/ws`);
    const code = new Promise((resolve) => socket.once("close", resolve));
    await new Promise((resolve) => socket.once("open", resolve));
    const events = await fetch(`${url}/api/tasks/t1/events`);
    const text = events.text();
    await open.server.close();
    expect(await code).toBe(1001);
    expect(await text).not.toContain("event: done");
  });

  it("[API-9] hands back the tasks that have not ended", async () => {
    await using open = await openServer({ config: { grace_s: 0.2 } });
    await open.listen();
    const own = open.tasks.forUser(undefined);
    await own.submitTask({ operation: "door_tool.wait" }, { taskId: "t1" });
    await expect.poll(async () => (await own.getTask("t1")).status, { timeout: 5_000 }).toBe("running");
    await open.server.close();
    expect((await own.getTask("t1")).status).toBe("pending");
  });

  it("[API-9] can be called twice, and before it listens", async () => {
    await using open = await openServer();
    await Promise.all([open.server.close(), open.server.close()]);
  });
});
