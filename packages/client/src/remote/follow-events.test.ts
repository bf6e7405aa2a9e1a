import { once } from "node:events";
import { NotFoundError, OperationFailedError, type TaskEvent } from "@aiecs/core/contracts";
import { serve } from "@aiecs/core/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createCuttingProxy } from "#testing-fixtures/cutting-proxy.ts";
import { eventsOf, serveEvents } from "#testing-fixtures/event-server.ts";
import { createRemoteClient } from "./create-remote-client.ts";

const reconnect = { backoffMs: 1, maxBackoffMs: 2 };

async function collect(events: AsyncIterable<TaskEvent>): Promise<TaskEvent[]> {
  const collected: TaskEvent[] = [];
  for await (const event of events) collected.push(event);
  return collected;
}

describe("followEvents", () => {
  it("gives all events until the task has ended", async () => {
    const events = eventsOf("t", 20);
    await using server = await serveEvents(events);
    await using client = createRemoteClient({ url: server.url, reconnect });
    expect(await collect(client.events("t"))).toEqual(events);
    expect(server.asked).toEqual([undefined]);
  });

  it("[CLIENT-1] gives each event once and in order, wherever connections are cut", async () => {
    const events = eventsOf("t", 60);
    await using server = await serveEvents(events);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 4_000 }), { maxLength: 8 }), async (budgets) => {
        const left = [...budgets];
        await using proxy = await createCuttingProxy(server.url, () => left.shift() ?? Number.POSITIVE_INFINITY);
        await using client = createRemoteClient({ url: proxy.url, reconnect: { ...reconnect, maxAttempts: 20 } });
        expect(await collect(client.events("t"))).toEqual(events);
        // The last connection may have been given more than there was left to tell.
        const used = budgets.length - left.length;
        expect([used - 1, used]).toContain(proxy.cuts);
      }),
      { numRuns: 12 },
    );
  });

  it("goes on after the event that is known already", async () => {
    const events = eventsOf("t", 10);
    await using server = await serveEvents(events);
    await using client = createRemoteClient({ url: server.url, reconnect });
    expect(await collect(client.events("t", { after: 7 }))).toEqual(events.slice(7));
    expect(server.asked).toEqual(["7"]);
  });

  it("ends without events where a task that has ended has told all", async () => {
    await using server = await serveEvents([], (response) => Boolean(response.writeHead(204).end()));
    await using client = createRemoteClient({ url: server.url, reconnect });
    expect(await collect(client.events("t", { after: 3 }))).toEqual([]);
  });

  it("takes a stream up again that ends properly, but too early", async () => {
    const events = eventsOf("t", 4);
    await using server = await serveEvents(events, (response, request) => {
      if (request > 3) return false;
      response.writeHead(200, { "content-type": "text/event-stream" }).end(": beat\n\n");
      return true;
    });
    await using client = createRemoteClient({ url: server.url, reconnect });
    expect(await collect(client.events("t"))).toEqual(events);
    expect(server.asked).toHaveLength(4);
  });

  it("waits for a server that is overloaded or restarts", async () => {
    const events = eventsOf("t", 4);
    const refusals = [502, 503, 429];
    await using server = await serveEvents(events, (response, request) => {
      const status = refusals[request - 1];
      if (status === undefined) return false;
      response.writeHead(status, { "retry-after": "0" }).end("busy");
      return true;
    });
    await using client = createRemoteClient({ url: server.url, reconnect });
    expect(await collect(client.events("t"))).toEqual(events);
  });

  it("[ERR-3] gives up on what the server refuses", async () => {
    const problem = { code: "E001", name: "NotFoundError", detail: "There is no task 't'", details: { id: "t" } };
    await using server = await serve((_request, response) => {
      response.writeHead(404, { "content-type": "application/problem+json" }).end(JSON.stringify(problem));
    });
    await using client = createRemoteClient({ url: server.url, reconnect });
    const error: unknown = await collect(client.events("t")).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error).toMatchObject({ code: "E001", message: problem.detail, details: problem.details });
  });

  it("gives up where there was no server to begin with", async () => {
    const server = await serve(() => {});
    await server[Symbol.asyncDispose]();
    await using client = createRemoteClient({ url: server.url, reconnect });
    const error: unknown = await collect(client.events("t")).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(OperationFailedError);
    expect(error).toMatchObject({ code: "E003", details: { reason: "unreachable" } });
  });

  it("fails on what is no event, instead of asking again for ever", async () => {
    await using server = await serve((_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" }).end('data: {"type":"nonsense"}\n\n');
    });
    await using client = createRemoteClient({ url: server.url, reconnect });
    await expect(collect(client.events("t"))).rejects.toMatchObject({ code: "E001" });
  });

  it("closes the connection when the loop is left, the signal aborts or the client is closed", async () => {
    for (const end of ["leave", "abort", "close"] as const) {
      const [first] = eventsOf("t", 2);
      let closed: Promise<unknown> = Promise.resolve();
      await using server = await serveEvents([], (response) => {
        closed = once(response, "close");
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.write(
          `id: 1\ndata: ${JSON.stringify({ ...first, task_id: "t", step_index: null, user_id: null, time: new Date(0).toISOString() })}\n\n`,
        );
        return true;
      });
      const client = createRemoteClient({ url: server.url, reconnect });
      const controller = new AbortController();
      let error: unknown;
      try {
        for await (const event of client.events("t", { signal: controller.signal })) {
          expect(event.sequence).toBe(1);
          if (end === "leave") break;
          if (end === "abort") controller.abort();
          if (end === "close") await client[Symbol.asyncDispose]();
        }
      } catch (thrown) {
        error = thrown;
      }
      if (end === "leave") expect(error).toBeUndefined();
      else expect(error).toMatchObject({ name: "CancelledError", code: "E004" });
      await closed;
    }
  });
});
