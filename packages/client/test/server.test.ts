import { text } from "node:stream/consumers";
import { Aiecs } from "@aiecs/client";
import { NotFoundError, type TaskEvent } from "@aiecs/core/contracts";
import { describe, expect, it } from "vitest";
import { createCuttingProxy } from "#testing-fixtures/cutting-proxy.ts";
import { failureOf } from "#testing-fixtures/failure-of.ts";
import { openFolder } from "#testing-fixtures/open-clients.ts";
import { openServer } from "#testing-fixtures/open-server.ts";

const add = (a: unknown) => ({ operation: "math_tool.add", params: { a } });
const sleep = { operation: "text_tool.sleep", params: {} };
const save = { operation: "text_tool.save", params: { name: "mine.txt", text: "mine" } };

async function collect(events: AsyncIterable<TaskEvent>): Promise<TaskEvent[]> {
  const collected: TaskEvent[] = [];
  for await (const event of events) collected.push(event);
  return collected;
}

describe("clients of one server", () => {
  it("[AUTH-2] see and cancel only what is their own", async () => {
    await using folder = await openFolder();
    const api_keys = [
      { user: "ann", key_env: "ANN" },
      { user: "bob", key_env: "BOB" },
    ];
    const environment = {
      ANN: "ann-key-0123456789abcdef0123456789abcdef",
      BOB: "bob-key-0123456789abcdef0123456789abcdef",
    };
    await using server = await openServer({ folder: folder.path, config: { auth: { api_keys } }, environment });
    await using ann = new Aiecs({ url: server.url, apiKey: environment.ANN });
    await using bob = new Aiecs({ url: server.url, token: async () => environment.BOB });
    await using nobody = new Aiecs({ url: server.url });

    const { id, user_id } = await ann.submitTask([save], { taskId: "shared-id" });
    expect(user_id).toBe("ann");
    const { output } = await ann.waitForTask(id);
    const artifact = String(typeof output === "object" && output && "id" in output ? output.id : undefined);
    expect(await text((await ann.readArtifact(artifact)).content)).toBe("mine");
    expect((await collect(ann.events(id))).map(({ userId }) => userId)).toContain("ann");

    const attempts = [
      () => bob.getTask(id),
      () => bob.getTaskHistory(id),
      () => bob.cancelTask(id),
      () => bob.deleteTask(id),
      () => bob.readResult(id, 0),
      () => bob.readArtifact(artifact),
      () => collect(bob.events(id)),
    ];
    for (const attempt of attempts) expect(await failureOf(attempt())).toBeInstanceOf(NotFoundError);
    expect((await bob.listTasks()).tasks).toEqual([]);
    expect(await bob.submitTask([add(1)], { taskId: "shared-id" })).toMatchObject({ id, user_id: "bob" });
    expect(await failureOf(nobody.getTask(id))).toMatchObject({ code: "E001", name: "ExecutionError" });
    expect(await failureOf(collect(nobody.events(id)))).toMatchObject({ code: "E001" });
  });

  it("[CLIENT-1] see each event once and in order, wherever their connections are cut", async () => {
    await using folder = await openFolder();
    await using server = await openServer({ folder: folder.path });
    const budgets = [1, 300, 700, 900, 1_300, 2_000, 900, 1_100];
    await using proxy = await createCuttingProxy(server.url, () => budgets.shift() ?? Number.POSITIVE_INFINITY);
    await using direct = new Aiecs({ url: server.url });
    const reconnect = { backoffMs: 1, maxBackoffMs: 5, maxAttempts: 20 };
    await using cut = new Aiecs({ url: proxy.url, reconnect });
    const { id } = await direct.submitTask(
      Array.from({ length: 30 }, (_, index) => add(index === 0 ? 0 : `$result[${index - 1}]`)),
    );
    const events = await collect(cut.events(id));
    expect(proxy.cuts).toBeGreaterThan(5);
    expect(events).toEqual(await collect(direct.events(id)));
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
    expect((await direct.getTask(id)).last_event).toBe(events.length);
  });

  it("wait for a task though their connections break", async () => {
    await using folder = await openFolder();
    await using server = await openServer({ folder: folder.path });
    await using proxy = await createCuttingProxy(server.url);
    await using client = new Aiecs({ url: proxy.url, reconnect: { backoffMs: 1, maxBackoffMs: 5 } });
    const { id } = await client.submitTask([sleep]);
    const waiting = client.waitForTask(id);
    for await (const { type } of client.events(id)) {
      if (type !== "step.started") continue;
      proxy.cut();
      break;
    }
    await client.cancelTask(id);
    expect(await waiting).toMatchObject({ id, status: "cancelled" });
  });

  it("say that they are ready once the server is", async () => {
    await using folder = await openFolder();
    await using server = await openServer({ folder: folder.path });
    await using client = new Aiecs({ url: server.url });
    await client.ready();
    await using lost = new Aiecs({ url: "http://127.0.0.1:9", reconnect: { backoffMs: 1 } });
    expect(await failureOf(lost.ready())).toMatchObject({ code: "E003", details: { reason: "unreachable" } });
  });
});
