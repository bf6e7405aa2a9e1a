import { openTasks, type TaskService } from "@aiecs/core";
import { Client, InMemoryTransport, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { describe, expect, it } from "vitest";
import { startHttpServer } from "#testing-fixtures/http-server.ts";
import { shopExecutor, temporaryFolder } from "#testing-fixtures/temporary.ts";
import { createMcpServer } from "./create-server.ts";

async function open() {
  const folder = await temporaryFolder();
  const executor = shopExecutor(folder);
  const service = await openTasks({ executor, database: ":memory:" });
  service.start();
  const clients: Client[] = [];
  return {
    executor,
    service,
    async connect(userId?: string, allow?: readonly string[]): Promise<Client> {
      const server = createMcpServer({ executor, tasks: service.forUser(userId, { allow }), userId, allow });
      const client = new Client({ name: "test", version: "1.0.0" });
      const [near, far] = InMemoryTransport.createLinkedPair();
      await server.connect(far);
      await client.connect(near);
      clients.push(client);
      return client;
    },
    async [Symbol.asyncDispose]() {
      for (const client of clients) await client.close();
      await service.stop({ graceMs: 0 });
      await service[Symbol.asyncDispose]();
      await executor[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

const runPlan = (plan: unknown) => ({ name: "run_plan", arguments: { plan } });
const readResult = (args: Record<string, unknown>) => ({ name: "read_result", arguments: args });

async function onlyTask(service: TaskService, userId?: string) {
  const { tasks } = await service.forUser(userId).listTasks();
  expect(tasks).toHaveLength(1);
  return tasks[0];
}

describe("[MCP-1] plans as durable tasks", () => {
  it("run to their end, and stay readable from another connection", async () => {
    await using opened = await open();
    const first = await opened.connect("ann");
    const steps = [
      { id: "orders", operation: "shop_tool.list_orders", params: { count: 5_000 } },
      { operation: "shop_tool.sum_totals", params: { orders: "$steps.orders" } },
    ];
    const run = await first.callTool(runPlan({ steps, output: "$result[1].sum" }));
    expect(run.isError).toBeFalsy();
    expect(run.structuredContent).toMatchObject({
      status: "completed",
      output: 125_025_000,
      steps: [
        { step: 0, id: "orders" },
        { step: 1, preview: { count: 5_000 } },
      ],
    });
    expect(JSON.stringify(run).length).toBeLessThan(3_000);
    const { task_id: task } = Object(run.structuredContent);
    const second = await opened.connect("ann");
    const page = await second.callTool(readResult({ task, step: "orders", offset: 4_999 }));
    expect(page.structuredContent).toMatchObject({ data: [{ id: 5_000, total: 50_000 }], total: 5_000, next: null });
    const overview = await second.callTool(readResult({ task }));
    expect(overview.structuredContent).toMatchObject({ status: "completed", steps: [{}, {}] });
    const whole = await second.readResource({ uri: `aiecs://result/${task}/1` });
    expect(whole.contents[0]).toMatchObject({ text: expect.stringContaining("125025000") });
  });

  it("tell a failure with the step that failed", async () => {
    await using opened = await open();
    const client = await opened.connect();
    const run = await client.callTool(runPlan([{ operation: "shop_tool.refund", params: { id: 3 } }]));
    expect(run).toMatchObject({ isError: true, structuredContent: { status: "failed" } });
    expect(run.content[0]).toMatchObject({ text: expect.stringContaining("Order 3 was refunded already") });
  });

  it("are cancelled when the client cancels", async () => {
    await using opened = await open();
    const client = await opened.connect();
    const stop = new AbortController();
    const running = client.callTool(runPlan([{ operation: "shop_tool.wait" }]), {
      signal: stop.signal,
      onprogress: ({ progress }) => progress > 0 && stop.abort(),
    });
    await expect(running).rejects.toThrow();
    const task = await onlyTask(opened.service);
    const ended = await opened.service.forUser(undefined).waitForTask(task?.id ?? "", { timeoutMs: 10_000 });
    expect(ended.status).toBe("cancelled");
  });

  it("go on when the connection is lost", async () => {
    await using opened = await open();
    const client = await opened.connect();
    const lost = client.callTool(runPlan([{ operation: "shop_tool.wait" }]), {
      onprogress: ({ progress }) => void (progress > 0 && client.close()),
    });
    await expect(lost).rejects.toThrow();
    const task = await onlyTask(opened.service);
    expect(task?.status).toBe("running");
  });

  it("over HTTP are cancelled with the stream of their answer, and go on when the server stops", async () => {
    await using opened = await open();
    const { executor, service } = opened;
    for (const [ending, expected] of [
      ["client", "cancelled"],
      ["server", "running"],
    ] as const) {
      const tasks = service.forUser(ending);
      await using server = await startHttpServer({ executor, callerOf: (userId) => ({ userId, tasks }) });
      const client = new Client({ name: "new", version: "1.0.0" }, { versionNegotiation: { mode: "auto" } });
      await client.connect(new StreamableHTTPClientTransport(new URL(server.url)));
      const stop = new AbortController();
      const running = client.callTool(runPlan([{ operation: "shop_tool.wait" }]), {
        signal: stop.signal,
        onprogress({ progress }) {
          if (progress === 0) return;
          if (ending === "client") stop.abort();
          else void server.handler[Symbol.asyncDispose]().then(() => client.close());
        },
      });
      await expect(running).rejects.toThrow();
      await client.close();
      const task = await onlyTask(service, ending);
      if (ending === "client") await tasks.waitForTask(task?.id ?? "", { timeoutMs: 10_000 });
      expect((await onlyTask(service, ending))?.status).toBe(expected);
    }
  });

  it("come back at once when a step waits for an approval, and go on when it is given", async () => {
    await using opened = await open();
    const client = await opened.connect();
    const run = await client.callTool(runPlan([{ id: "pay", operation: "shop_tool.list_orders", approval: true }]));
    expect(run).toMatchObject({ structuredContent: { status: "pending", waiting: ["pay (shop_tool.list_orders)"] } });
    const task = await onlyTask(opened.service);
    const tasks = opened.service.forUser(undefined);
    await tasks.approveStep(task?.id ?? "", "pay");
    await tasks.waitForTask(task?.id ?? "", { timeoutMs: 10_000 });
    const page = await client.callTool(readResult({ task: task?.id, step: "pay" }));
    expect(page.structuredContent).toMatchObject({ total: 3 });
  });
});

describe("[AUTH-2] durable tasks over MCP", () => {
  it("are nobody's but the user's, with their files", async () => {
    await using opened = await open();
    const ann = await opened.connect("ann");
    const run = await ann.callTool(runPlan([{ operation: "shop_tool.write_report" }]));
    const { task_id: task, output } = Object(run.structuredContent);
    expect((await ann.listResources()).resources).toMatchObject([{ name: "report.md" }]);
    for (const other of [await opened.connect("eve"), await opened.connect()]) {
      for (const args of [{ task }, { task, step: 0 }, { artifact: output.id }]) {
        expect(await other.callTool(readResult(args))).toMatchObject({ isError: true });
      }
      for (const uri of [`aiecs://result/${task}/0`, `aiecs://artifact/${output.id}`]) {
        await expect(other.readResource({ uri })).rejects.toThrow();
      }
      expect((await other.listResources()).resources).toEqual([]);
    }
  });

  it("call only what their user may", async () => {
    await using opened = await open();
    const ann = await opened.connect("ann", ["shop_tool.list_orders"]);
    const run = await ann.callTool(runPlan([{ operation: "shop_tool.whose" }]));
    expect(run).toMatchObject({ isError: true, content: [{ text: expect.stringContaining("Not allowed") }] });
    expect((await opened.service.forUser("ann").listTasks()).tasks).toEqual([]);
  });
});
