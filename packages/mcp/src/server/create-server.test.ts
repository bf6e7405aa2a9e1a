import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createExecutor, type OperationExecutor } from "@aiecs/core";
import { Client, InMemoryTransport } from "@modelcontextprotocol/client";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { shopTool } from "#testing-fixtures/shop-tool.ts";
import { createMcpServer } from "./create-server.ts";
import type { McpServerOptions } from "./session.ts";

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function connect(
  options: Partial<McpServerOptions> = {},
): Promise<{ client: Client; executor: OperationExecutor }> {
  const folder = await mkdtemp(join(tmpdir(), "aiecs-mcp-"));
  closing.push(() => rm(folder, { recursive: true }));
  const executor = createExecutor({ tools: [shopTool], config: { artifacts_folder: folder, roots: [folder] } });
  const server = createMcpServer({ executor, ...options });
  const client = new Client({ name: "test", version: "1.0.0" });
  const [near, far] = InMemoryTransport.createLinkedPair();
  await server.connect(far);
  await client.connect(near);
  closing.push(
    () => executor[Symbol.asyncDispose](),
    () => client.close(),
  );
  return { client, executor };
}

const call = async (client: Client, name: string, args: Record<string, unknown>) => {
  const result = await client.callTool({ name, arguments: args });
  const text = result.content.map((part) => (part.type === "text" ? part.text : "")).join("");
  return { ...result, text };
};

describe("[MCP-1] the five tools of the server", () => {
  it("are all that a client sees, however many operations there are", async () => {
    const { client } = await connect();
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      "search_tools",
      "describe_operation",
      "run_operation",
      "run_plan",
      "read_result",
    ]);
    expect(JSON.stringify(tools).length).toBeLessThan(6_000);
  });

  it("find operations by words, best first, and tell one with its schema", async () => {
    const { client } = await connect();
    const found = await call(client, "search_tools", { query: "sum of order totals" });
    expect(found.structuredContent).toMatchObject({ found: expect.any(Array), total: 8 });
    expect(JSON.parse(found.text).found[0]).toBe("shop_tool.sum_totals: Adds up the totals of orders.");
    const none = await call(client, "search_tools", { query: "zebra" });
    expect(none.structuredContent).toEqual({ found: [], total: 0 });
    const all = await call(client, "search_tools", {});
    expect(all.structuredContent).toMatchObject({
      found: [expect.stringMatching(/^shop_tool: list_orders, .* – Orders of a small shop\./)],
      total: 8,
    });
    const told = await call(client, "describe_operation", { operation: "shop.list_orders" });
    expect(told.structuredContent).toMatchObject({
      operations: [
        { operation: "shop_tool.list_orders", params: { "count?": "integer 0..100000 = 3" }, example: { count: 10 } },
      ],
    });
    const both = await call(client, "describe_operation", { operations: ["shop_tool.sum_totals", "shop.refund"] });
    expect(JSON.parse(both.text)).toEqual(both.structuredContent);
    expect(both.structuredContent).toMatchObject({
      operations: [
        { params: { orders: "{ total: number }[]" }, returns: "{ sum: number, count: integer }" },
        { operation: "shop_tool.refund", destructive: true },
      ],
    });
    const wrong = await call(client, "describe_operation", {
      operations: ["shop.refnd", "shop_tool.whos", "shop.draw"],
    });
    expect(wrong).toMatchObject({ isError: true, text: expect.stringMatching(/refund[\s\S]*whose/) });
  });

  it("give a small result whole, and a large one as a preview that can be read on", async () => {
    const { client } = await connect();
    const small = await call(client, "run_operation", { operation: "shop_tool.list_orders" });
    expect(small.structuredContent).toEqual({ result: [1, 2, 3].map((id) => ({ id, total: id * 10 })) });
    expect({ result: JSON.parse(small.text) }).toEqual(small.structuredContent);

    const large = await call(client, "run_operation", { operation: "shop_tool.list_orders", params: { count: 5_000 } });
    expect(JSON.stringify(large).length).toBeLessThan(3_000);
    const { handle } = z.object({ handle: z.string() }).parse(large.structuredContent);
    expect(large.text).toContain(handle);
    const page = await call(client, "read_result", { handle, offset: 4_998, select: ["total"] });
    expect(page.structuredContent).toEqual({
      kind: "items",
      data: [{ total: 49_990 }, { total: 50_000 }],
      total: 5_000,
      next: null,
    });
    const part = await call(client, "read_result", { handle: `${handle}[41].total` });
    expect(part.structuredContent).toMatchObject({ kind: "value", data: 420 });
    const link = large.content.find(({ type }) => type === "resource_link");
    const whole = await client.readResource({ uri: link?.type === "resource_link" ? link.uri : "" });
    expect(JSON.parse((whole.contents[0] as { text: string }).text)).toHaveLength(5_000);
  });

  it("run a whole plan in one call: only the output and a line a step come back", async () => {
    const { client } = await connect();
    const plan = {
      steps: [
        { id: "orders", operation: "shop_tool.list_orders", params: { count: "$input.count" } },
        { operation: "shop_tool.sum_totals", params: { orders: "$steps.orders" } },
      ],
      output: { revenue: "$result[1].sum" },
    };
    const run = await call(client, "run_plan", { plan, input: { count: 10_000 } });
    expect(run.isError).toBeFalsy();
    expect(run.structuredContent).toMatchObject({
      status: "completed",
      output: { revenue: 500_050_000 },
      steps: [
        { step: 0, id: "orders", summary: "list of 10000" },
        { step: 1, summary: "object with sum, count", preview: { sum: 500_050_000 } },
      ],
    });
    expect(JSON.stringify(run).length).toBeLessThan(2_000);
    const { task_id: task } = z.object({ task_id: z.string() }).parse(run.structuredContent);
    const page = await call(client, "read_result", { task, step: "orders", limit: 1 });
    expect(page.structuredContent).toMatchObject({ data: [{ id: 1, total: 10 }], total: 10_000, next: 1 });
    const overview = await call(client, "read_result", { task });
    expect(overview.structuredContent).toMatchObject({
      status: "completed",
      steps: [{}, { summary: expect.any(String) }],
    });
  });

  it("tell everything that is wrong with a plan at once, and run nothing", async () => {
    const { client, executor } = await connect();
    const plan = {
      steps: [
        { operation: "shop_tool.list_order", params: {} },
        { operation: "shop_tool.sum_totals", params: { order: "$result[0]" } },
        { operation: "shop_tool.whose", params: {}, when: "$result[7].x" },
      ],
    };
    const run = await call(client, "run_plan", { plan });
    expect(run.isError).toBe(true);
    const { error } = run.structuredContent as { error: { code: string; problems: { path: string }[] } };
    expect(error.code).toBe("E001");
    expect(error.problems.map(({ path }) => path.split(".")[0])).toEqual(
      expect.arrayContaining(["steps[0]", "steps[1]", "steps[2]"]),
    );
    expect(run.text).toContain("list_orders");
    expect(executor.getStats().total_operations).toBe(0);
  });

  it("tell what failed, with the code and what was meant", async () => {
    const { client } = await connect();
    const unknown = await call(client, "run_operation", { operation: "shop_tool.refnd" });
    expect(unknown).toMatchObject({ isError: true, structuredContent: { error: { did_you_mean: ["refund"] } } });
    const wrong = await call(client, "run_operation", { operation: "shop_tool.refund", params: { id: "x" } });
    expect(wrong.structuredContent).toMatchObject({ error: { code: "E001", problems: [{ path: "id" }] } });
    const failed = await call(client, "run_operation", { operation: "shop_tool.refund", params: { id: 7 } });
    expect(failed.text).toContain("E003");
    expect(failed.text).toContain("Order 7 was refunded already");
    const badArguments = await call(client, "run_operation", { operaton: "x" });
    expect(badArguments).toMatchObject({ isError: true });
    await expect(client.callTool({ name: "run_operatoin", arguments: {} })).rejects.toThrow(
      /did you mean run_operation/,
    );
  });

  it("link files, show small pictures and texts, and give them as resources", async () => {
    const { client } = await connect();
    const drawn = await call(client, "run_operation", { operation: "shop_tool.draw" });
    expect(drawn.content.map(({ type }) => type)).toEqual(["text", "image", "resource_link"]);
    const written = await call(client, "run_operation", { operation: "shop_tool.write_report" });
    expect(written.content.map(({ type }) => type)).toEqual(["text", "resource", "resource_link"]);
    const { resources } = await client.listResources();
    expect(resources.map(({ name }) => name)).toEqual(["report.md", "dot.png"]);
    const png = await client.readResource({ uri: resources[1]?.uri ?? "" });
    expect(png.contents[0]).toMatchObject({ mimeType: "image/png", blob: expect.stringMatching(/^iVBOR/) });
    await expect(client.readResource({ uri: "aiecs://artifact/none" })).rejects.toThrow();
    await expect(client.readResource({ uri: "file:///etc/passwd" })).rejects.toThrow();
  });

  it("refuse a resource that is too large, and say how to read it", async () => {
    const { client } = await connect({ limits: { maxResourceBytes: 1_000 } });
    const written = await call(client, "run_operation", {
      operation: "shop_tool.write_report",
      params: { bytes: 10_000 },
    });
    const link = written.content.find(({ type }) => type === "resource_link");
    const uri = link?.type === "resource_link" ? link.uri : "";
    await expect(client.readResource({ uri })).rejects.toThrow(/expected at most 1 KB, it has 10 KB.*read_result/);
  });

  it("tell progress when asked, and stop when the client does", async () => {
    const { client, executor } = await connect();
    const stop = new AbortController();
    const seen: unknown[] = [];
    const ended = new Promise((resolve) => executor.on("step.cancelled", resolve));
    const plan = [{ operation: "shop_tool.wait" }, { operation: "shop_tool.list_orders" }];
    const running = client.callTool(
      { name: "run_plan", arguments: { plan } },
      {
        signal: stop.signal,
        onprogress: (progress) => {
          seen.push(progress);
          if (progress.progress === 1.5) stop.abort(new Error("enough"));
        },
      },
    );
    await expect(running).rejects.toThrow();
    await ended;
    expect(seen.at(-1)).toMatchObject({ progress: 1.5, total: 2 });
  });

  it("let a user call only what they may", async () => {
    const { client } = await connect({ allow: ["shop_tool.list_orders"], userId: "ann" });
    const all = await call(client, "search_tools", {});
    expect(all.structuredContent).toMatchObject({
      found: ["shop_tool: list_orders – Orders of a small shop."],
      total: 1,
    });
    for (const [name, args] of [
      ["describe_operation", { operation: "shop_tool.refund" }],
      ["run_operation", { operation: "shop.refund", params: { id: 1 } }],
      ["run_plan", { plan: [{ operation: "shop_tool.list_orders" }, { operation: "shop_tool.whose" }] }],
    ] as const) {
      expect(await call(client, name, args), name).toMatchObject({
        isError: true,
        text: expect.stringContaining("Not allowed"),
      });
    }
  });
});

describe("[MCP-1] exposing all operations", () => {
  it("gives each a tool with its schemas and hints, and runs it", async () => {
    const { client } = await connect({ expose: "all" });
    const { tools } = await client.listTools();
    expect(tools).toHaveLength(13);
    expect(tools.find(({ name }) => name === "shop_tool__refund")).toMatchObject({
      annotations: { readOnlyHint: false, idempotentHint: true, destructiveHint: true },
    });
    const summed = await call(client, "shop_tool__sum_totals", { orders: [{ total: 2 }] });
    expect(summed.structuredContent).toEqual({ sum: 2, count: 1 });
    expect(await call(client, "shop_tool__refund", { id: 1 })).toMatchObject({ isError: true });
  });

  it("is off by default", async () => {
    const { client } = await connect();
    await expect(client.callTool({ name: "shop_tool__sum_totals", arguments: {} })).rejects.toThrow(/Unknown tool/);
  });
});
