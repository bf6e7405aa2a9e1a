import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { eventually } from "#testing-fixtures/eventually.ts";
import { readEvents } from "#testing-fixtures/read-events.ts";
import { openSocket } from "#testing-fixtures/socket-client.ts";
import { jsonOf, openTenantServer, type TenantServer } from "#testing-fixtures/tenant-server.ts";

const secret = "only-ann-may-see-this";

type Route = { readonly method: string; readonly path: string };

/** Every route that the server says it has. */
async function routesOf(server: TenantServer): Promise<Route[]> {
  const { paths } = await jsonOf(await server.ask("ann", "/openapi.json"));
  return Object.entries(paths ?? {}).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
  );
}

/** A task of ann's that has ended, one that waits for her, an artifact and a schedule. */
async function setUpAnn(server: TenantServer): Promise<{ readonly artifact: string }> {
  const plan = (approval: boolean) => ({
    name: secret,
    steps: [
      { operation: "scraper_tool.write", params: { text: secret } },
      { operation: "math_tool.echo", params: { text: secret }, approval },
    ],
  });
  const submit = async (task_id: string, approval: boolean) => {
    const body = { plan: plan(approval), task_id };
    expect((await server.ask("ann", "/api/tasks", { method: "POST", body })).status).toBe(202);
  };
  await submit("ended", false);
  await submit("waits", true);
  const statusOf = async (id: string) => (await jsonOf(await server.ask("ann", `/api/tasks/${id}`))).status;
  await eventually(() => statusOf("ended")).toBe("completed");
  await eventually(async () => (await jsonOf(await server.ask("ann", "/api/tasks/waits"))).waiting).toHaveLength(1);
  const task = await (await server.ask("ann", "/api/tasks/ended")).text();
  const artifact = /"url":"\/api\/artifacts\/([^"]+)"/.exec(task)?.[1] ?? "";
  const schedule = { id: "ended", cron: "0 0 1 1 *", plan: { operation: "math_tool.echo", params: { text: secret } } };
  expect((await server.ask("ann", "/api/schedules", { method: "POST", body: schedule })).status).toBe(201);
  return { artifact };
}

describe("users of one server", () => {
  it("[AUTH-2] what is one user's does not exist for another, on any route, by any id", {
    timeout: 60_000,
  }, async () => {
    await using server = await openTenantServer();
    const { artifact } = await setUpAnn(server);
    expect(await (await server.ask("ann", `/api/artifacts/${artifact}`)).text()).toBe(secret);
    const digest = createHash("sha256").update("ann").digest("hex").slice(0, 16);
    const ids = ["ended", "waits", artifact, `ended~${digest}`, `ended%7E${digest}`, "..%2Fended", "ended%00"];
    const owned = (await routesOf(server)).filter(({ path }) => path.includes("{id}"));
    expect(owned.length).toBeGreaterThanOrEqual(9);
    for (const { method, path } of owned) {
      for (const id of ids) {
        const address = path.replace("{id}", id).replace("{n}", "1");
        for (const query of method === "DELETE" ? ["", "?remove=true"] : [""]) {
          const response = await server.ask("bob", `${address}${query}`, { method });
          const text = await response.text();
          expect([method, address, response.status]).toEqual([method, address, 404]);
          expect(text).not.toContain(secret);
        }
      }
    }
    expect(await jsonOf(await server.ask("bob", "/api/tasks"))).toEqual({ tasks: [], cursor: null });
    expect(await jsonOf(await server.ask("bob", "/api/schedules"))).toEqual({ schedules: [], count: 0 });
    const { tasks } = await jsonOf(await server.ask("ann", "/api/tasks"));
    expect(tasks).toMatchObject([
      { id: "waits", status: "pending" },
      { id: "ended", status: "completed" },
    ]);
    expect(await jsonOf(await server.ask("ann", "/api/schedules"))).toMatchObject({ count: 1 });
  });

  it("[AUTH-2] an id that another user has taken is free", { timeout: 30_000 }, async () => {
    await using server = await openTenantServer();
    const submit = async (key: string, text: string) => {
      const body = { plan: { operation: "math_tool.echo", params: { text } }, task_id: "same" };
      expect((await server.ask(key, "/api/tasks", { method: "POST", body })).status).toBe(202);
    };
    await submit("ann", "of ann");
    await submit("bob", "of bob");
    for (const key of ["ann", "bob"]) {
      const outputOf = async () => (await jsonOf(await server.ask(key, "/api/tasks/same"))).output;
      await eventually(outputOf).toBe(`of ${key}`);
      const { events } = await readEvents(`${server.url}/api/tasks/same/events`, { "x-api-key": key });
      for await (const { data, event } of events) if (event !== "done") expect(data.user_id).toBe(key);
    }
  });

  it("[AUTH-2] the body cannot say who the user is", async () => {
    await using server = await openTenantServer();
    const params = { text: "x", user_id: "ann", task_id: "ended" };
    const body = { plan: { operation: "scraper_tool.write", params }, task_id: "t" };
    await server.ask("bob", "/api/tasks", { method: "POST", body });
    await server.ask("bob", "/api/execute", { method: "POST", body: { operation: "scraper_tool.write", params } });
    expect(await jsonOf(await server.ask("ann", "/api/tasks"))).toEqual({ tasks: [], cursor: null });
    const made = await server.ask("bob", "/api/execute", {
      method: "POST",
      body: { operations: [{ operation: "scraper_tool.write", params }], mode: "sequence" },
    });
    const id = /"id":"([^"]+)"/.exec(await made.text())?.[1] ?? "";
    expect((await server.ask("bob", `/api/artifacts/${id}`)).status).toBe(200);
    expect((await server.ask("ann", `/api/artifacts/${id}`)).status).toBe(404);
    const asUser = { operation: "math_tool.echo", params: {}, user_id: "ann" };
    expect((await server.ask("bob", "/api/execute", { method: "POST", body: asUser })).status).toBe(400);
  });

  it("[AUTH-2] sockets reach the tasks of their own user alone", { timeout: 30_000 }, async () => {
    await using server = await openTenantServer();
    await setUpAnn(server);
    const bob = await openSocket(server.url, { headers: { authorization: "Bearer bob" } });
    for (const task_id of ["ended", "waits"]) {
      for (const action of ["subscribe", "cancel"]) {
        bob.ask({ action, task_id });
        expect(await bob.next()).toMatchObject({ type: "error", status: 404, task_id });
      }
    }
    const ann = await openSocket(server.url, { headers: { authorization: "Bearer ann" } });
    ann.ask({ action: "subscribe", task_id: "ended" });
    expect(await ann.next(({ type }) => type === "done")).toMatchObject({ task_id: "ended" });
    expect(ann.received.map(({ sequence }) => sequence).filter(Boolean)).toEqual(
      Array.from({ length: ann.received.length - 2 }, (_, index) => index + 1),
    );
    for (const { socket } of [ann, bob]) socket.terminate();
  });

  it("[AUTH-1] every route but the public ones needs a credential, and a scope", { timeout: 30_000 }, async () => {
    await using server = await openTenantServer();
    const routes = [...(await routesOf(server)), { method: "GET", path: "/ws" }, { method: "POST", path: "/mcp" }];
    const open: string[] = [];
    for (const { method, path } of routes) {
      const address = path.replaceAll(/\{\w+\}/g, "x");
      const without = await server.ask(undefined, address, { method });
      if (without.status !== 401) open.push(path);
      else expect([path, (await server.ask("none", address, { method })).status]).toEqual([path, 403]);
    }
    expect(open.toSorted()).toEqual(["/api/plan-schema", "/health", "/openapi.json", "/ready"]);
  });

  it("[AUTH-1] a user has no more open tasks than may be", async () => {
    await using server = await openTenantServer();
    const submit = async (key: string) => {
      const body = { plan: { operation: "math_tool.echo", params: {} }, delay_ms: 60_000 };
      return (await server.ask(key, "/api/tasks", { method: "POST", body })).status;
    };
    expect([await submit("bob"), await submit("bob"), await submit("bob")]).toEqual([202, 202, 503]);
    expect(await submit("ann")).toBe(202);
  });

  it("[AUTH-1] a user has no more open tasks than may be, however many are submitted or resumed at once", {
    timeout: 60_000,
  }, async () => {
    await using server = await openTenantServer();
    const submit = async () => {
      const body = { plan: { operation: "math_tool.echo", params: {} }, delay_ms: 600_000 };
      return await server.ask("bob", "/api/tasks", { method: "POST", body });
    };
    const submitted = await Promise.all(Array.from({ length: 20 }, submit));
    const accepted = submitted.filter(({ status }) => status === 202);
    expect(accepted).toHaveLength(2);
    const ids = await Promise.all(accepted.map(async (response) => (await jsonOf(response)).id));
    for (const id of ids) await server.ask("bob", `/api/tasks/${id}`, { method: "DELETE" });
    expect([(await submit()).status, (await submit()).status]).toEqual([202, 202]);
    const resumed = await Promise.all(
      ids.map((id) => server.ask("bob", `/api/tasks/${id}/resume`, { method: "POST", body: {} })),
    );
    expect(resumed.map(({ status }) => status)).toEqual([503, 503]);
  });

  it("[AUTH-1] over MCP a credential reaches no further than over the other routes", { timeout: 60_000 }, async () => {
    await using server = await openTenantServer();
    const { artifact } = await setUpAnn(server);
    const ann = await openMcp(server, "ann");
    const runs = await openMcp(server, "ann-runs");
    const read = { name: "read_result", arguments: { task: "ended", step: 1 } };
    expect(await ann.ask("tools/call", read)).toContain(secret);
    const artifactUri = { uri: `aiecs://artifact/${artifact}` };
    expect(await ann.ask("resources/read", artifactUri)).toContain(secret);
    for (const [method, params] of [
      ["tools/call", read],
      ["tools/call", { name: "read_result", arguments: { artifact } }],
      ["resources/read", artifactUri],
      ["resources/read", { uri: "aiecs://result/ended/1" }],
      ["resources/list", {}],
    ] as const) {
      const answer = await runs.ask(method, params);
      expect(answer).toContain("jsonrpc");
      expect(answer).not.toContain(secret);
      expect(answer).not.toContain("a.txt");
      // The session of a credential that reaches further is another's.
      expect(await ann.ask(method, params, "ann-runs")).toContain("Session not found");
    }
    const plan = { steps: [{ operation: "math_tool.echo", params: { text: "here" } }] };
    expect(await runs.ask("tools/call", { name: "run_plan", arguments: { plan } })).toContain("here");
    const { tasks } = await jsonOf(await server.ask("ann", "/api/tasks"));
    expect(tasks).toHaveLength(2);
  });

  it("[AUTH-1] the quota of open tasks holds over MCP, too", { timeout: 60_000 }, async () => {
    await using server = await openTenantServer();
    const body = { plan: { operation: "math_tool.echo", params: {} }, delay_ms: 600_000 };
    for (let count = 0; count < 2; count += 1) await server.ask("bob", "/api/tasks", { method: "POST", body });
    const bob = await openMcp(server, "bob");
    const plan = { steps: [{ operation: "math_tool.echo", params: { text: "one more" } }] };
    const answer = await bob.ask("tools/call", { name: "run_plan", arguments: { plan } });
    expect(answer).toContain("Too many tasks");
  });
});

/** A session of MCP: its answers as text. */
async function openMcp(server: TenantServer, key: string) {
  let id = 0;
  const send = (method: string, params: object, by: string, session: Record<string, string>) =>
    fetch(`${server.url}/mcp`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${by}`,
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
        ...session,
      },
      body: JSON.stringify({ jsonrpc: "2.0", id: (id += 1), method, params }),
    });
  const clientInfo = { name: "test", version: "1.0.0" };
  const opened = await send("initialize", { protocolVersion: "2025-06-18", capabilities: {}, clientInfo }, key, {});
  await opened.text();
  const session = { "mcp-session-id": opened.headers.get("mcp-session-id") ?? "" };
  return {
    ask: async (method: string, params: object, by = key) => await (await send(method, params, by, session)).text(),
  };
}
