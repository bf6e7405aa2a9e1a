import { createExecutor, defineOperation, defineTool, openTasks } from "@aiecs/core";
import { createTable, findTable, isTable } from "@aiecs/core/toolkit";
import { Client, InMemoryTransport } from "@modelcontextprotocol/client";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { shopTool } from "#testing-fixtures/shop-tool.ts";
import { type TemporaryFolder, temporaryFolder } from "#testing-fixtures/temporary.ts";
import { createMcpServer } from "./create-server.ts";

const records = Array.from({ length: 500 }, (_, id) => ({ id, name: `name of ${id}` }));

const valueTool = defineTool({
  name: "value_tool",
  description: "Gives and takes large values.",
  version: "1.0.0",
  operations: {
    give: defineOperation({
      description: "Gives a table, a short table, a text and a list.",
      inputSchema: z.strictObject({}),
      execute: () => ({
        table: createTable(records),
        short: createTable(records.slice(0, 20)),
        text: `$result[0] is no reference here. ${"x".repeat(20_000)}`,
        list: records,
      }),
    }),
    table: defineOperation({
      description: "Gives a table alone.",
      inputSchema: z.strictObject({}),
      execute: () => createTable(records),
    }),
    text: defineOperation({
      description: "Gives a long text.",
      inputSchema: z.strictObject({}),
      execute: () => "word ".repeat(40_000),
    }),
    take: defineOperation({
      description: "Says what it was given.",
      inputSchema: z.strictObject({ value: z.unknown() }),
      execute: async ({ value }, { input, artifacts }) => {
        if (typeof value === "string") return { text: value.length, begins: value.slice(0, 10) };
        if (Array.isArray(value)) return { list: value.length };
        if (!isTable(value) && !Object.hasOwn(Object(value), "schema")) return { keys: Object.keys(Object(value)) };
        const source = findTable(value, { input });
        if ("table" in source) return { rows: source.table.rows };
        const id = "artifact" in source ? source.artifact : "";
        return { file: (await artifacts.find(typeof id === "string" ? id : id.id)) !== undefined };
      },
    }),
  },
});

const downTool = defineTool({
  name: "down_tool",
  description: "",
  version: "1.0.0",
  operations: {},
  unavailable: "MCP server 'down' is down",
});

async function open(folder: TemporaryFolder, { durable = false } = {}) {
  const config = { artifacts_folder: folder.path, roots: [folder.path] };
  const executor = createExecutor({ tools: [shopTool, valueTool, downTool], config });
  const service = durable ? await openTasks({ executor, database: ":memory:" }) : undefined;
  service?.start();
  const clients: Client[] = [];
  return {
    async connect(userId?: string, readsArtifacts = true) {
      const tasks = service?.forUser(userId);
      const server = createMcpServer({ executor, userId, tasks, readsArtifacts });
      const client = new Client({ name: "test", version: "1.0.0" });
      const [near, far] = InMemoryTransport.createLinkedPair();
      await server.connect(far);
      await client.connect(near);
      clients.push(client);
      return async (name: string, args: Record<string, unknown>) => {
        const { structuredContent, content, isError } = await client.callTool({ name, arguments: args });
        return { ...Object(structuredContent), isError, text: content.map((part) => Object(part).text).join("\n") };
      };
    },
    async [Symbol.asyncDispose]() {
      for (const client of clients) await client.close();
      await service?.[Symbol.asyncDispose]();
      await executor[Symbol.asyncDispose]();
    },
  };
}

const give = { operation: "value_tool.give" };
const take = (value: unknown) => ({ operation: "value_tool.take", params: { value } });

describe("[MCP-1] handles of large results", () => {
  it("stand for the value in the next call's parameters, whole or a part", async () => {
    await using folder = await temporaryFolder();
    await using opened = await open(folder);
    const call = await opened.connect();
    const { handle, text } = await call("run_operation", give);
    expect(handle).toMatch(/^\$task\[call-[\w-]{12}\]$/);
    expect(text).toContain(handle);
    for (const [part, expected] of [
      ["", { keys: ["table", "short", "text", "list"] }],
      [".table", { rows: 500 }],
      [".text", { text: 20_033, begins: "$result[0]" }],
      [".list", { list: 500 }],
      [".list[3]", { keys: ["id", "name"] }],
    ] as const) {
      expect(await call("run_operation", take(handle + part)), part).toMatchObject({ result: expected });
    }
    const filled = take(`id {{ ${handle}.list[4].id }} of {{${handle}.list[5]["name"]}}`);
    expect(await call("run_operation", filled)).toMatchObject({ result: { text: 17, begins: "id 4 of na" } });
    expect(await call("run_operation", take([`${handle}.text`]))).toMatchObject({ result: { list: 1 } });
    const page = await call("read_result", { handle: `${handle}.list`, offset: 499 });
    expect(page).toMatchObject({ kind: "items", data: [{ id: 499 }], next: null });
  });

  it("may be left out where a table's preview is given back as it was shown", async () => {
    await using folder = await temporaryFolder();
    await using opened = await open(folder);
    const call = await opened.connect();
    const { preview } = await call("run_operation", give);
    expect(preview.table).toMatchObject({ rows: 500, truncated: true, artifact: expect.stringMatching(/^[0-9a-f]+$/) });
    expect(await call("run_operation", take(preview.table))).toMatchObject({ result: { file: true } });
    expect(preview.short.data).toHaveLength(3);
    expect(await call("run_operation", take(preview.short))).toMatchObject({ result: { rows: 20 } });
  });

  it("go into plans: by their steps and by their input, never read for references", async () => {
    await using folder = await temporaryFolder();
    for (const durable of [false, true]) {
      await using opened = await open(folder, { durable });
      const call = await opened.connect("ann");
      const { handle } = await call("run_operation", give);
      const plan = {
        steps: [
          take(`${handle}.text`),
          take("$input.rows"),
          take(`${handle}.table`),
          take(`{{ ${handle}.list[12].name }}!`),
          { ...take("$item.id"), each: `${handle}.list` },
        ],
        output: ["$result[0]", "$result[1]", "$result[2]", "$result[3].text"],
      };
      const told = { rows: `${handle}.list`, text: "{{ $task[none] }}" };
      const run = await call("run_plan", { plan, input: told });
      expect(run.output, run.text).toEqual([{ text: 20_033, begins: "$result[0]" }, { list: 500 }, { file: true }, 11]);
      const listed = await call("run_plan", { plan: JSON.stringify([take(handle)]) });
      expect(listed.output, listed.text).toEqual({ keys: ["table", "short", "text", "list"] });
    }
  });

  it("stand for a plan's output and its steps' results, also of a task that another connection ran", async () => {
    await using folder = await temporaryFolder();
    for (const durable of [false, true]) {
      await using opened = await open(folder, { durable });
      const first = await opened.connect("ann");
      const steps = [{ operation: "value_tool.table" }, { operation: "value_tool.text" }, give];
      const run = await first("run_plan", { plan: { steps, output: { all: "$result[2].list" } } });
      const { handle } = run;
      expect(run.text).toContain(handle);
      const call = durable ? await opened.connect("ann") : first;
      const step = (index: number): string => handle.replace("]", `/${index}]`);
      for (const [given, expected] of [
        [handle, { keys: ["all"] }],
        [`${handle}.all`, { list: 500 }],
        [step(0), durable ? { file: true } : { rows: 500 }],
        [step(1), { text: 200_000 }],
        [`${step(2)}.list[7]`, { keys: ["id", "name"] }],
      ] as const) {
        expect(await call("run_operation", take(given)), given).toMatchObject({ result: expected });
      }
      expect(await call("read_result", { handle: `${handle}.all`, limit: 2 })).toMatchObject({ total: 500, next: 2 });
      expect(await call("read_result", { handle: step(1), limit: 1 })).toMatchObject({ kind: "lines" });
    }
  });

  it("[SEC-1] stand for nothing of another user's, and for nothing that is not there", async () => {
    await using folder = await temporaryFolder();
    for (const durable of [false, true]) {
      await using opened = await open(folder, { durable });
      const ann = await opened.connect("ann");
      const called = await ann("run_operation", { operation: "value_tool.text" });
      const run = await ann("run_plan", { plan: [{ operation: "value_tool.text" }, { operation: "shop_tool.draw" }] });
      const aside = { $artifact: run.output.id };
      expect(await ann("run_operation", take(aside))).toMatchObject({
        result: { keys: ["id", "name", "path", "media_type", "bytes", "sha256"] },
      });
      const step = run.handle.replace("]", "/0]");
      for (const call of [await opened.connect("eve"), await opened.connect()]) {
        for (const value of [called.handle, run.handle, step, `${step}[0]`, aside, [{ deep: aside }]]) {
          expect(await call("run_operation", take(value)), String(value)).toMatchObject({ isError: true });
          expect(await call("run_plan", { plan: [take(value)] })).toMatchObject({ isError: true });
        }
        expect(await call("read_result", { handle: run.handle })).toMatchObject({ isError: true });
      }
      const limited = await opened.connect("ann", false);
      expect((await limited("run_operation", take(aside))).text).toContain("Not allowed");
      for (const [value, message] of [
        ["$task[", "Malformed handle"],
        ["$task[../x]", "Malformed handle"],
        ["$task[none]", "There is no task"],
        [run.handle.replace("]", "/9]"), durable ? "Step 9" : "no step 9"],
        [`${run.handle}.nothing`, "leads nowhere"],
        [`${run.handle}.__proto__`, "leads nowhere"],
        [Array.from({ length: 101 }, () => run.handle), "at most 100 handles"],
      ] as const) {
        const answer = await ann("run_operation", take(value));
        expect(answer, message).toMatchObject({ isError: true, text: expect.stringContaining(message) });
      }
    }
  });
});

describe("[MCP-1] plans with a step on a server that is down", () => {
  it("run when that step is optional, and are refused when it is not", async () => {
    await using folder = await temporaryFolder();
    for (const durable of [false, true]) {
      await using opened = await open(folder, { durable });
      const call = await opened.connect();
      const steps = [{ operation: "shop_tool.list_orders" }, { operation: "down_tool.store", optional: true }];
      const run = await call("run_plan", { plan: { steps, output: "$result[0][0]" } });
      expect(run, run.text).toMatchObject({
        status: "completed",
        output: { id: 1 },
        steps: [{}, { status: "failed" }],
      });
      expect(run.text).toContain("MCP server 'down' is down");
      const refused = await call("run_plan", { plan: [{ operation: "down_tool.store" }] });
      expect(refused).toMatchObject({ isError: true, text: expect.stringContaining("is down") });
    }
  });
});
