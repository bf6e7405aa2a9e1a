import { describe, expect, it } from "vitest";
import { type OpenServer, openServer } from "#testing-fixtures/open-server.ts";

type Body = { readonly [key: string]: unknown };

async function post(open: OpenServer, url: string, payload: unknown, headers: Record<string, string> = {}) {
  const text = typeof payload === "string" ? payload : JSON.stringify(payload);
  const response = await open.app.inject({
    method: "POST",
    url,
    payload: text,
    headers: { "content-type": "application/json", ...headers },
  });
  return { status: response.statusCode, headers: response.headers, body: response.json<Body>() };
}

describe("POST /api/execute", () => {
  it("[API-1] answers with the result of one operation", async () => {
    await using open = await openServer();
    const { status, body } = await post(open, "/api/execute", { operation: "door_tool.add", params: { a: 1, b: 2 } });
    expect([status, body]).toEqual([200, { result: 3 }]);
  });

  it("gives null where an operation gives nothing", async () => {
    await using open = await openServer();
    const { body } = await post(open, "/api/execute", { operation: "door_tool.odd", params: { kind: "nothing" } });
    expect(body).toEqual({ result: null });
  });

  const two = [
    { operation: "door_tool.add", params: { a: 1 } },
    { operation: "door_tool.add", params: { a: "$result[0]", b: 10 } },
  ];
  const sevenKeys = ["step", "result", "completed", "message", "status", "error_code", "error_message"];

  it.each(["sequence", "parallel"])(
    "[API-1] answers a list in mode %s with step results of seven keys",
    async (mode) => {
      await using open = await openServer();
      const { status, body } = await post(open, "/api/execute", { operations: two, mode });
      expect(status).toBe(200);
      const results = body.results as Body[];
      expect(results.map((step) => step.result)).toEqual([2, 12]);
      expect(results.map((step) => Object.keys(step))).toEqual([sevenKeys, sevenKeys]);
    },
  );

  it("runs a list as a plan unless it says otherwise, and tells the plan's output", async () => {
    await using open = await openServer();
    const { body } = await post(open, "/api/execute", { operations: two });
    expect(body).toMatchObject({ status: "completed", output: 12, error: null });
  });

  it("[API-1] runs a plan with its input, and adds meta when it is asked for", async () => {
    await using open = await openServer();
    const plan = {
      input: { a: 1 },
      steps: [{ id: "sum", operation: "door_tool.add", params: { a: "$input.a" } }],
      output: { total: "$steps.sum" },
    };
    const { body } = await post(open, "/api/execute?meta=1", { plan, input: { a: 4 } });
    expect(body.output).toEqual({ total: 5 });
    expect(body.results).toMatchObject([{ meta: { attempts: 1, cached: false } }]);
  });

  it("answers a batch with results in order and errors in their place", async () => {
    await using open = await openServer();
    const operations = [two[0], { operation: "door_tool.add", params: { a: "x" } }];
    const { body } = await post(open, "/api/execute", { operations, mode: "batch" });
    expect(body.results).toMatchObject([
      { result: 2 },
      { error: { name: "ValidationError", code: "E001", message: expect.stringContaining("a: expected number") } },
    ]);
  });

  it("takes earlier results to refer to", async () => {
    await using open = await openServer();
    const first = await post(open, "/api/execute?meta=1", { operations: two, mode: "sequence" });
    const { body } = await post(open, "/api/execute", {
      operation: "door_tool.add",
      params: { a: "$result[1]", b: 0 },
      previous: first.body.results,
    });
    expect(body).toEqual({ result: 12 });
  });

  it("stops at a failure when it is told to, in the answer's own words", async () => {
    await using open = await openServer();
    const operations = [{ operation: "door_tool.fail" }, { operation: "door_tool.add", params: { a: 1 } }];
    const { status, body } = await post(open, "/api/execute", { operations, mode: "sequence", stop_on_failure: true });
    expect(status).toBe(200);
    expect(body.results).toMatchObject([{ status: "failed", error_code: "E003" }]);
  });

  it.each([
    [{}, "none of them"],
    [{ operation: "door_tool.add", plan: [] }, "operation and plan"],
    [{ operation: "door_tool.add", mode: "batch" }, "mode can stand only beside several operations"],
    [{ operations: [], params: {} }, "params can stand only beside one operation"],
    [{ plan: [], mode: "parallel" }, "a plan runs in mode plan"],
  ])("refuses %j", async (payload, words) => {
    await using open = await openServer();
    const { status, body } = await post(open, "/api/execute", payload);
    expect([status, body.code]).toEqual([400, "E001"]);
    expect(body.detail).toContain(words);
  });

  it("[API-1] with `Prefer: respond-async` answers 202 with a task, which runs", async () => {
    await using open = await openServer();
    const answer = await post(
      open,
      "/api/execute",
      { operation: "door_tool.add", params: { a: 20, b: 22 }, task_id: "later" },
      { prefer: "wait=5, respond-async" },
    );
    expect(answer.status).toBe(202);
    expect(answer.headers).toMatchObject({ location: "/api/tasks/later", "preference-applied": "respond-async" });
    const task = await open.tasks.forUser(undefined).waitForTask("later", { timeoutMs: 10_000 });
    expect(task).toMatchObject({ status: "completed", output: 42 });
  });

  it("refuses to say of a task what only a call has", async () => {
    await using open = await openServer();
    const payload = { operation: "door_tool.add", deadline_ms: 5, previous: [] };
    const { status, body } = await post(open, "/api/execute", payload, { prefer: "respond-async" });
    expect(status).toBe(400);
    expect(body.detail).toContain("previous, deadline_ms cannot be said of a task");
  });

  it("[AUTH-1] takes the user from nothing that a body holds", async () => {
    await using open = await openServer();
    const params = { user_id: "root", task_id: "somebody-elses" };
    const { body } = await post(open, "/api/execute", { operation: "door_tool.who", params });
    expect(body.result).toMatchObject({ user: null });
    expect(JSON.stringify(body)).not.toContain("somebody-elses");
    const list = await post(open, "/api/execute", { operations: [{ operation: "door_tool.who", params }] });
    expect(list.body.output).toMatchObject({ user: null });
    expect(JSON.stringify(list.body)).not.toContain("somebody-elses");
    const calls = [{ tool: "door_tool", params: { op: "who", ...params } }];
    const batch = await post(open, "/api/tool-calls", { calls });
    expect(batch.body.results).toMatchObject([{ result: { user: null } }]);
    expect(JSON.stringify(batch.body)).not.toContain("somebody-elses");
  });

  it("[AUTH-1] takes the user from the credential; two users' tasks of one id are two", async () => {
    const keys = [
      { key_env: "KEY_A", user: "ann" },
      { key_env: "KEY_B", user: "bob" },
    ];
    await using open = await openServer({
      config: { auth: { api_keys: keys } },
      environment: { KEY_A: "a".repeat(32), KEY_B: "b".repeat(32) },
    });
    const call = { operation: "door_tool.who", params: { user_id: "bob" }, task_id: "t" };
    const ask = async (key: string) =>
      (await post(open, "/api/execute", call, { authorization: `Bearer ${key.repeat(32)}` })).body.result as Body;
    const [ann, bob] = [await ask("a"), await ask("b")];
    expect([ann.user, bob.user]).toEqual(["ann", "bob"]);
    expect(ann.task).not.toBe(bob.task);
    expect((await post(open, "/api/execute", call)).status).toBe(401);
  });
});

describe("results that leave the process", () => {
  it("[API-1] keeps the rows of a table that are not shown, for the next call", async () => {
    await using open = await openServer();
    const { body } = await post(open, "/api/execute", { operation: "door_tool.table" });
    const table = body.result as { rows: number; truncated: boolean; artifact: string };
    expect(table).toMatchObject({ rows: 5_000, truncated: true, artifact: expect.stringMatching(/^[0-9a-f]{32}$/) });
    const content = await open.app.inject({ url: `/api/artifacts/${table.artifact}` });
    expect(content.body.trim().split("\n")).toHaveLength(5_000);
  });

  it("[SEC-1] tells of a file its URL and not its path; given back, the file is found", async () => {
    await using open = await openServer();
    const written = await post(open, "/api/execute", { operation: "door_tool.write" });
    const file = written.body.result as Body;
    expect(Object.keys(file)).toEqual(["id", "name", "media_type", "bytes", "sha256", "url"]);
    expect(JSON.stringify(written.body)).not.toContain(open.folder);
    const { body } = await post(open, "/api/execute", { operation: "door_tool.size", params: { file } });
    expect(body.result).toEqual({ count: 1, name: "note.txt" });
  });

  it("writes big integers as text, and says when a result is no JSON", async () => {
    await using open = await openServer();
    const big = await post(open, "/api/execute", { operation: "door_tool.odd", params: { kind: "bigint" } });
    expect(big.body).toEqual({ result: { big: "12345678901234567890" } });
    const circular = await post(open, "/api/execute", { operation: "door_tool.odd", params: { kind: "circular" } });
    expect([circular.status, circular.body.code]).toEqual([422, "E003"]);
    expect(circular.body.detail).toContain("The result cannot be written as JSON");
  });
});

describe("POST /api/tool-calls", () => {
  it("[API-1] runs tool calls: results in order, errors in their place", async () => {
    await using open = await openServer();
    const calls = [
      { tool: "door_tool", params: { op: "add", a: 1 } },
      { tool: "door_tool", params: { op: "nope" } },
      { params: {} },
    ];
    const { status, body } = await post(open, "/api/tool-calls", { calls });
    expect(status).toBe(200);
    expect(body.results).toMatchObject([
      { result: 2 },
      { error: { name: "OperationNotFoundError", code: "E003" } },
      { error: { code: "E001" } },
    ]);
  });
});
