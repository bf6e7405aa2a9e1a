import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { openServer } from "#testing-fixtures/open-server.ts";
import { openSocket, rawPost, readAll } from "#testing-fixtures/raw-request.ts";
import { usedHeap } from "#testing-fixtures/used-heap.ts";

const call = { operation: "door_tool.echo", params: {} };
const json = { "content-type": "application/json" };

describe("requests that are wrong", () => {
  it("[API-8] lists every problem of a body at once, with the closest known key", async () => {
    await using open = await openServer();
    const payload = { operation: 5, paramz: {}, deadline_ms: "soon", retry: { max_attempts: 0 } };
    const response = await open.app.inject({ method: "POST", url: "/api/execute", payload });
    expect(response.statusCode).toBe(400);
    expect(response.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
    const { errors, request_id: id, ...problem } = response.json();
    expect(problem).toMatchObject({ type: "/docs#E001", title: "Bad Request", status: 400, code: "E001" });
    expect(id).toMatch(/^[\w-]+$/);
    expect(errors).toEqual(
      expect.arrayContaining([
        { path: "body.paramz", message: "unknown key, did you mean params?" },
        { path: "body.operation", message: "expected string, received number" },
        { path: "body.deadline_ms", message: "expected number, received string" },
        { path: "body.retry.max_attempts", message: "must be >= 1" },
      ]),
    );
    expect(errors).toHaveLength(4);
  });

  it("[API-8] says 404 to unknown addresses, and 405 with what would be right to wrong methods", async () => {
    await using open = await openServer();
    const unknown = await open.app.inject("/api/nope");
    expect([unknown.statusCode, unknown.json().code]).toEqual([404, "E001"]);
    const wrong = await open.app.inject({ method: "PUT", url: "/api/tasks/t1" });
    expect([wrong.statusCode, wrong.headers.allow]).toEqual([405, "DELETE, GET"]);
    expect((await open.app.inject({ method: "OPTIONS", url: "/api/execute" })).statusCode).toBe(405);
    expect((await open.app.inject("/api/tools/%zz")).statusCode).toBe(400);
    expect((await open.app.inject("//api/tools")).statusCode).toBe(404);
    const page = await open.app.inject("/ws");
    expect([page.statusCode, page.headers.upgrade, page.json().code]).toEqual([426, "websocket", "E001"]);
  });

  it.each(["h2c", "websocket"])(
    "[API-8] answers who asks for an upgrade to %s where there is none, and reads on",
    async (upgrade) => {
      await using open = await openServer();
      const socket = await openSocket(await open.listen());
      const body = JSON.stringify({ ...call, params: { value: 1 } });
      const statuses: (string | undefined)[] = [];
      for (const path of ["/api/execute", "/ws?a=1", "/api/nope"]) {
        socket.write(rawPost(path, body, { connection: "upgrade", upgrade }));
        const [answer] = await once(socket, "data");
        statuses.push(String(answer).split("\r\n", 1)[0]);
      }
      socket.destroy();
      expect(statuses).toEqual(["HTTP/1.1 200 OK", "HTTP/1.1 405 Method Not Allowed", "HTTP/1.1 404 Not Found"]);
    },
  );

  it.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml"])(
    "[API-8] says 415 to %s",
    async (type) => {
      await using open = await openServer();
      const headers = { "content-type": type };
      const response = await open.app.inject({
        method: "POST",
        url: "/api/execute",
        payload: JSON.stringify(call),
        headers,
      });
      expect([response.statusCode, response.json().detail]).toEqual([
        415,
        "Unknown content type: expected application/json",
      ]);
    },
  );

  it("[SEC-1] refuses a body that is too large, before it has come", async () => {
    await using open = await openServer({ config: { body_limit_bytes: 1_000 } });
    const payload = { ...call, params: { value: "x".repeat(2_000) } };
    const response = await open.app.inject({ method: "POST", url: "/api/execute", payload });
    expect([response.statusCode, response.json().code]).toEqual([413, "E001"]);
    const socket = await openSocket(await open.listen());
    socket.write(rawPost("/api/execute", "", { "content-length": "99999999999" }));
    expect(await readAll(socket)).toContain("HTTP/1.1 413");
  });

  it("[SEC-1] takes 10 MB within its limit", async () => {
    await using open = await openServer();
    const value = "x".repeat(10_000_000);
    const payload = { ...call, params: { value } };
    const response = await open.app.inject({ method: "POST", url: "/api/execute", payload });
    expect([response.statusCode, response.json().result.length]).toEqual([200, 10_000_000]);
  });

  it("[SEC-1] refuses JSON that nests 10,000 deep, and takes what nests as deep as it may", async () => {
    await using open = await openServer();
    const send = (payload: string) => open.app.inject({ method: "POST", url: "/api/execute", payload, headers: json });
    const deep = await send(
      `{"operation":"door_tool.echo","params":{"value":${"[".repeat(10_000)}${"]".repeat(10_000)}}}`,
    );
    expect([deep.statusCode, deep.json().detail]).toEqual([400, "Invalid JSON: it nests deeper than 64"]);
    const allowed = await send(`{"operation":"door_tool.echo","params":{"value":${"[".repeat(62)}${"]".repeat(62)}}}`);
    expect(allowed.statusCode).toBe(200);
  });

  it.each([
    "{",
    "nul",
    '{"__proto__": {"admin": true}}',
    '{"operation": "a.b", "params": {"constructor": {"prototype": {}}}}',
  ])("[SEC-1] refuses the body %s", async (payload) => {
    await using open = await openServer();
    const response = await open.app.inject({ method: "POST", url: "/api/execute", payload, headers: json });
    expect([response.statusCode, response.json().code]).toEqual([400, "E001"]);
    expect(Object.hasOwn(Object.prototype, "admin")).toBe(false);
  });

  it("[ERR-3] tells an error so that it is the same on the other side, without stack or paths", async () => {
    await using open = await openServer();
    const payload = { operation: "door_tool.fail" };
    const response = await open.app.inject({ method: "POST", url: "/api/execute", payload });
    expect(response.statusCode).toBe(422);
    expect(response.json()).toMatchObject({
      name: "OperationFailedError",
      code: "E003",
      detail: "Error executing fail: ENOENT: no such file or directory, open 'secret/plan.txt'",
    });
    expect(response.body).not.toContain(process.cwd());
    expect(response.body).not.toMatch(/at .*\.ts/);
  });

  it("[API-8] tells nothing of a bug but the id under which the log has it, once", async () => {
    const forUser = () => {
      throw new Error("connection string postgres://user:secret@db");
    };
    await using open = await openServer({ tasks: { forUser } });
    const response = await open.app.inject("/api/tasks/x\r\nforged");
    const { request_id: id, detail } = response.json();
    expect([response.statusCode, detail]).toEqual([500, `Internal error; the server's log has it under ${id}`]);
    expect(response.body).not.toContain("secret");
    const lines = open.logged.filter((line) => line.includes(id));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/connection string.*forUser/);
    expect(lines[0]).not.toContain("forged");
  });

  it("[ERR-3] tells an error whose details are no data without them", async () => {
    await using open = await openServer();
    const { OperationFailedError } = await import("@aiecs/core");
    const circle: { self?: unknown } = {};
    circle.self = circle;
    const error = new OperationFailedError("It failed", { details: { circle, big: 1n } });
    open.executor.executeOperation = () => Promise.reject(error);
    const response = await open.app.inject({ method: "POST", url: "/api/execute", payload: call });
    expect(response.statusCode).toBe(422);
    expect(response.headers["content-type"]).toContain("application/problem+json");
    expect(response.json()).toMatchObject({ code: "E003", detail: "It failed", details: {} });
  });

  it("[SEC-1] takes no status and no header from a tool's error", async () => {
    await using open = await openServer();
    const { OperationFailedError } = await import("@aiecs/core");
    const foreign = { statusCode: 99_999, headers: { "set-cookie": "a=b", "x-odd": "a\r\nb: c" } };
    const error = Object.assign(new OperationFailedError("It failed"), foreign);
    open.executor.executeOperation = () => Promise.reject(error);
    const response = await open.app.inject({ method: "POST", url: "/api/execute", payload: call });
    expect([response.statusCode, response.headers["set-cookie"], response.headers["x-odd"]]).toEqual([
      422,
      undefined,
      undefined,
    ]);
  });

  it("[REL-4] says 503 with Retry-After when too much waits already", async () => {
    await using open = await openServer();
    const { OverloadedError } = await import("@aiecs/core");
    open.executor.executeOperation = () => Promise.reject(new OverloadedError("Too many calls wait"));
    const response = await open.app.inject({ method: "POST", url: "/api/execute", payload: call });
    expect([response.statusCode, response.headers["retry-after"]]).toEqual([503, "1"]);
    expect(response.json()).toMatchObject({ name: "OverloadedError", details: { reason: "overloaded" } });
  });
});

describe("clients that behave badly", () => {
  it("[API-1] cancels what runs for a client that is gone", async () => {
    await using open = await openServer();
    const socket = await openSocket(await open.listen());
    socket.write(rawPost("/api/execute", JSON.stringify({ operation: "door_tool.wait", params: { name: "gone" } })));
    await expect.poll(() => open.executor.getStats().semaphore_value).toBe(63);
    socket.destroy();
    await expect.poll(() => open.aborted).toEqual(["gone"]);
    await expect.poll(() => open.executor.getStats().semaphore_value).toBe(64);
  });

  it("[SEC-1] has nothing to log of a client that goes away while it sends", async () => {
    await using open = await openServer();
    const socket = await openSocket(await open.listen());
    socket.write(rawPost("/api/execute", "{", { "content-length": "100" }));
    await delay(50);
    socket.destroy();
    await expect.poll(() => connectionCount(open.app.server)).toBe(0);
    await delay(20);
    expect(open.logged.filter((line) => line.includes("A request failed"))).toEqual([]);
  });

  it("[SEC-1] says 400 to a Host that is none, over MCP too", async () => {
    await using open = await openServer({
      config: { auth: { api_keys: [{ key_env: "KEY", user: "ann" }] } },
      environment: { KEY: "ann-key" },
    });
    const socket = await openSocket(await open.listen());
    const body = '{"jsonrpc":"2.0","id":1,"method":"tools/list"}';
    const head = `host: a b\r\nx-api-key: ann-key\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${body.length}`;
    socket.write(`POST /mcp HTTP/1.1\r\n${head}\r\n\r\n${body}`);
    expect(await readAll(socket)).toMatch(/^HTTP\/1\.1 400/);
  });

  it("[SEC-1] ends the connection of whoever sends headers too slowly", async () => {
    await using open = await openServer({ config: { header_timeout_s: 0.1, request_timeout_s: 0.2 } });
    const socket = await openSocket(await open.listen());
    socket.write("GET /health HTTP/1.1\r\nhost: localhost\r\nx-slow: ");
    const answer = await readAll(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 408 .*application\/problem\+json.*too slowly/s);
  });

  it("[SEC-1] ends the connection of whoever sends a body too slowly", async () => {
    await using open = await openServer({ config: { header_timeout_s: 0.1, request_timeout_s: 0.2 } });
    const socket = await openSocket(await open.listen());
    socket.write(rawPost("/api/execute", "{", { "content-length": "100" }));
    expect(await readAll(socket)).toMatch(/408/);
  });

  it.each([
    "\x16\x03\x01\x02\x00\x01",
    "GET / HTTP/1.1\r\nbad header\r\n\r\n",
    "POST / HTTP/1.1\r\ncontent-length: -1\r\n\r\n",
  ])("[SEC-1] answers %j with 400 and nothing else", async (text) => {
    await using open = await openServer();
    const socket = await openSocket(await open.listen());
    socket.write(text);
    expect(await readAll(socket)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n.*"code":"E001"/s);
    expect((await fetch(`${open.server.app.listeningOrigin}/health`)).status).toBe(200);
  });

  it("[SEC-1] says 431 to headers that are too large", async () => {
    await using open = await openServer();
    const socket = await openSocket(await open.listen());
    socket.write(`GET /health HTTP/1.1\r\nhost: localhost\r\nx: ${"a".repeat(20_000)}\r\n\r\n`);
    expect(await readAll(socket)).toMatch(/^HTTP\/1\.1 431/);
  });

  it("[REL-4] serves on while 1,000 connections do nothing, and keeps little for them", async () => {
    await using open = await openServer();
    const url = await open.listen();
    globalThis.gc?.();
    const before = process.memoryUsage().rss;
    const sockets = await Promise.all(Array.from({ length: 1_000 }, () => openSocket(url)));
    const response = await fetch(`${url}/health`);
    expect(response.status).toBe(200);
    // Both ends are in this process.
    expect((process.memoryUsage().rss - before) / 1024 / 1024).toBeLessThan(100);
    for (const socket of sockets) socket.destroy();
    await expect.poll(() => connectionCount(open.app.server), { timeout: 5_000 }).toBeLessThan(10);
  });

  it("[REL-3] keeps nothing of requests that are over", async () => {
    await using open = await openServer();
    const measure = async (rounds: number): Promise<number> => {
      for (let round = 0; round < rounds; round += 1) {
        await open.app.inject({
          method: "POST",
          url: "/api/execute",
          payload: { operation: "door_tool.add", params: { a: round } },
        });
        if (round % 10 === 0) await open.app.inject(`/unknown-${round}`);
      }
      await delay(10);
      return usedHeap() / 1024 / 1024;
    };
    const early = await measure(1_000);
    expect((await measure(3_000)) - early).toBeLessThan(2);
  });
});

function connectionCount(server: {
  getConnections(callback: (error: Error | null, count: number) => void): void;
}): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
  });
}
