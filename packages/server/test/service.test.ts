import { createExecutor, DatabaseError, defineOperation, defineTool } from "@aiecs/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createServer } from "#create-server.ts";
import { openServer } from "#testing-fixtures/open-server.ts";

describe("GET /health and GET /ready", () => {
  it("[API-2] says that the process is up, and that everything answers", async () => {
    await using open = await openServer();
    expect((await open.app.inject("/health")).json()).toMatchObject({ status: "ok" });
    expect((await open.app.inject("/ready")).json()).toEqual({
      status: "ready",
      checks: { tasks: "ok", artifacts: "ok" },
    });
  });

  it("[API-2] names the dependency that does not answer, with 503", async () => {
    const check = () => Promise.reject(new DatabaseError("disk I/O error at /var/lib/secret.db"));
    await using open = await openServer({ tasks: { check } });
    const response = await open.app.inject("/ready");
    expect(response.statusCode).toBe(503);
    expect(response.json()).toMatchObject({
      detail: "Not ready: tasks did not answer",
      details: { reason: "not_ready", failed: ["tasks"] },
    });
    expect(response.headers["retry-after"]).toBe("5");
    expect(response.body).not.toContain("secret.db");
    expect(open.logged.join()).toContain("disk I/O error");
  });
});

describe("GET /metrics", () => {
  it("[API-2] tells of requests, operations, tasks, sockets and the process", async () => {
    await using open = await openServer();
    const payload = { operation: "door_tool.add", params: { a: 1 } };
    await open.app.inject({ method: "POST", url: "/api/execute", payload });
    await open.app.inject({ method: "POST", url: "/api/execute", payload: { operation: "door_tool.fail" } });
    const response = await open.app.inject("/metrics");
    expect(response.headers["content-type"]).toContain("text/plain");
    const lines = response.body.split("\n");
    expect(lines).toContain('http_request_duration_seconds_count{method="POST",route="/api/execute",status="200"} 1');
    expect(lines).toContain('http_request_duration_seconds_count{method="POST",route="/api/execute",status="422"} 1');
    expect(lines).toContain('aiecs_operations_total{operation="door_tool.add",outcome="completed"} 1');
    expect(lines).toContain('aiecs_operations_total{operation="door_tool.fail",outcome="failed"} 1');
    expect(lines).toContain('aiecs_tasks{lane="heavy",state="waiting"} 0');
    expect(lines).toContain('aiecs_connections{kind="websocket"} 0');
    expect(response.body).toMatch(/^nodejs_eventloop_lag_seconds \d/m);
    expect(response.body).toMatch(/^process_resident_memory_bytes \d/m);
  });

  it("[API-2] goes on when the queue does not answer", async () => {
    const counts = () => Promise.reject(new DatabaseError("locked"));
    await using open = await openServer({ tasks: { counts } });
    const response = await open.app.inject("/metrics");
    expect(response.statusCode).toBe(200);
    expect(response.body).toContain("aiecs_free_slots 64");
    expect(open.logged.join()).toContain("The tasks could not be counted");
  });

  it("counts made-up addresses as one", async () => {
    await using open = await openServer();
    await open.app.inject("/a1");
    await open.app.inject("/a2");
    expect((await open.app.inject("/metrics")).body).toContain(
      'http_request_duration_seconds_count{method="GET",route="unknown",status="404"} 2',
    );
  });
});

describe("GET /api/tools", () => {
  it("[API-3] lists tools with the schemas of their operations", async () => {
    await using open = await openServer();
    const { tools, count } = (await open.app.inject("/api/tools")).json();
    expect(count).toBe(1);
    expect(tools[0].operations.map(({ name }: { name: string }) => name)).toContain("add");
    const add = (await open.app.inject("/api/tools/door/add")).json();
    expect(add).toMatchObject({
      tool: "door_tool",
      name: "add",
      input_schema: { properties: { a: { type: "number" } }, required: ["a"] },
      annotations: { readOnly: true },
    });
    expect((await open.app.inject("/api/tools/door_tool")).json().name).toBe("door_tool");
  });

  it("[API-3] is 404 for what there is not, with the closest names", async () => {
    await using open = await openServer();
    const tool = await open.app.inject("/api/tools/dor_tool");
    expect([tool.statusCode, tool.json().details.didYouMean]).toEqual([404, ["door_tool"]]);
    const operation = await open.app.inject("/api/tools/door_tool/ad");
    expect([operation.statusCode, operation.json().details.didYouMean]).toEqual([404, ["add"]]);
    expect((await open.app.inject("/api/tools/__proto__/toString")).statusCode).toBe(404);
  });

  it("[AUTH-1] shows nothing that the user may not call", async () => {
    const auth = { api_keys: [{ key_env: "KEY", user: "ann", tools: ["door_tool.add"] }] };
    await using open = await openServer({ config: { auth }, environment: { KEY: "k".repeat(32) } });
    const headers = { authorization: `Bearer ${"k".repeat(32)}` };
    const { tools } = (await open.app.inject({ url: "/api/tools", headers })).json();
    expect(tools).toMatchObject([{ name: "door_tool", operations: [{ name: "add" }] }]);
    expect((await open.app.inject({ url: "/api/tools/door_tool/echo", headers })).statusCode).toBe(404);
    const payload = { operation: "door_tool.echo", params: { value: 1 } };
    const refused = await open.app.inject({ method: "POST", url: "/api/execute", headers, payload });
    expect([refused.statusCode, refused.json().name]).toEqual([403, "NotAllowedError"]);
  });
});

describe("plans", () => {
  it("[API-4] tells everything that is wrong with a plan, and its graph", async () => {
    await using open = await openServer();
    const plan = {
      steps: [{ operation: "door_tool.add", params: { a: "$result[1]" } }, { operation: "door_tool.nope" }],
    };
    const response = await open.app.inject({ method: "POST", url: "/api/plans/analyze", payload: { plan } });
    expect(response.statusCode).toBe(200);
    const { valid, errors } = response.json();
    expect(valid).toBe(false);
    expect(errors.map(({ code }: { code: string }) => code).toSorted()).toEqual(["E001", "E003"]);
  });

  it("[API-4] publishes the schema of plan files", async () => {
    await using open = await openServer();
    expect((await open.app.inject("/api/plan-schema")).json()).toMatchObject({ title: "AIECS plan" });
  });
});

describe("createServer", () => {
  it("[AUTH-1] refuses to be open to other machines without auth, and says what to do", async () => {
    await using open = await openServer();
    const { executor, tasks } = open;
    await expect(createServer({ executor, tasks, config: { host: "0.0.0.0" } })).rejects.toThrow(
      /api_keys or jwt under auth/,
    );
  });

  it("takes an executor that knows the types of its operations", async () => {
    await using open = await openServer();
    const inputSchema = z.object({ a: z.number() });
    const twice = defineOperation({ description: "Doubles.", inputSchema, execute: ({ a }) => 2 * a });
    const tool = defineTool({ name: "math_tool", description: "Arithmetic", version: "1.0.0", operations: { twice } });
    await using executor = createExecutor({ tools: [tool], environment: {} });
    await using server = await createServer({ executor, tasks: open.tasks });
    const payload = { operation: "math_tool.twice", params: { a: 21 } };
    expect((await server.app.inject({ method: "POST", url: "/api/execute", payload })).json()).toEqual({ result: 42 });
  });

  it("rejects with Node's own error when the port is taken", async () => {
    await using open = await openServer();
    const port = Number(new URL(await open.listen()).port);
    await using second = await createServer({ executor: open.executor, tasks: open.tasks, config: { port } });
    await expect(second.listen()).rejects.toMatchObject({ code: "EADDRINUSE" });
  });
});
