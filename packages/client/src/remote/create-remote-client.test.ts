import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import {
  ExecutionError,
  OverloadedError,
  RetryExhaustedError,
  ToolNotFoundError,
  toWireError,
  ValidationError,
} from "@aiecs/core/contracts";
import { serve } from "@aiecs/core/testing";
import { describe, expect, it } from "vitest";
import { createRemoteClient } from "./create-remote-client.ts";

const reconnect = { backoffMs: 1, maxBackoffMs: 2 };

function answerJson(response: ServerResponse, status: number, body: unknown): void {
  const type = status < 400 ? "application/json" : "application/problem+json";
  response.writeHead(status, { "content-type": type }).end(JSON.stringify(body));
}

async function failureOf(work: Promise<unknown>): Promise<ExecutionError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof ExecutionError) return error;
  throw new Error(`expected an ExecutionError, got ${String(error)}`);
}

describe("createRemoteClient", () => {
  it("refuses an address that is none", () => {
    for (const url of ["", "nonsense", "ftp://example.org", "javascript:alert(1)"]) {
      expect(() => createRemoteClient({ url })).toThrow(ValidationError);
    }
  });

  it("speaks below the path of its address, and shows its credential", async () => {
    const seen: (string | undefined)[] = [];
    await using server = await serve((request, response) => {
      seen.push(`${request.method} ${request.url}`, request.headers.authorization, String(request.headers["x-team"]));
      answerJson(response, 200, { tools: [], count: 0 });
    });
    const headers = { "x-team": "blue" };
    await using client = createRemoteClient({ url: `${server.url}/below`, apiKey: "key", headers });
    await client.getAvailableTools();
    let turn = 0;
    await using other = createRemoteClient({ url: `${server.url}/below/`, token: async () => `token-${++turn}` });
    await other.getAvailableTools();
    await other.getAvailableTools();
    const line = "GET /below/api/tools";
    const none = String(undefined);
    expect(seen).toEqual([line, "Bearer key", "blue", line, "Bearer token-1", none, line, "Bearer token-2", none]);
  });

  it("[ERR-3] gives the server's errors as they were: class, code, message and details", async () => {
    const errors = [
      new ValidationError("Wrong", { details: { problems: ["a", "b"] } }),
      new ToolNotFoundError("Tool 'x' is not registered", { details: { didYouMean: ["y"] } }),
      new OverloadedError("Too many"),
      new RetryExhaustedError("No", { details: { attempts: ["1", "2"] } }),
    ];
    const [...left] = errors;
    await using server = await serve((_request, response) => {
      const { name, code, message, details } = toWireError(left.shift() ?? new ValidationError("none left"));
      answerJson(response, 422, { type: "about:blank", status: 422, title: "x", code, name, detail: message, details });
    });
    await using client = createRemoteClient({ url: server.url, reconnect });
    for (const expected of errors) {
      const error = await failureOf(client.executeOperation("a.b"));
      expect(error.constructor).toBe(expected.constructor);
      expect(toWireError(error)).toEqual(toWireError(expected));
    }
  });

  it("[ERR-3] gives errors in the place of results in a batch", async () => {
    const expected = new ToolNotFoundError("Tool 'x' is not registered", { details: { didYouMean: ["y"] } });
    const results = [{ result: 1 }, { error: toWireError(expected) }, { result: null }];
    await using server = await serve((_request, response) => answerJson(response, 200, { results }));
    await using client = createRemoteClient({ url: server.url, reconnect });
    for (const given of [await client.batchExecuteOperations([]), await client.batchToolCalls([])]) {
      expect(given).toEqual([1, expected, null]);
      expect(given[1]).toBeInstanceOf(ToolNotFoundError);
    }
  });

  it("says where nobody answers, after it has tried again what may be tried again", async () => {
    const methods: (string | undefined)[] = [];
    await using server = await serve((request) => {
      methods.push(request.method);
      request.socket.destroy();
    });
    await using client = createRemoteClient({ url: server.url, reconnect: { ...reconnect, maxAttempts: 3 } });
    const reading = await failureOf(client.getTask("t"));
    expect(reading).toMatchObject({
      code: "E003",
      details: { reason: "unreachable", url: `${server.url}/api/tasks/t` },
    });
    expect(reading.message).toContain(`No answer from ${server.url}/api/tasks/t`);
    expect(methods.splice(0)).toEqual(["GET", "GET", "GET"]);
    await failureOf(client.executeOperation("a.b"));
    expect(methods.splice(0)).toEqual(["POST"]);
    await failureOf(client.resumeTask("t"));
    expect(methods).toEqual(["POST"]);
  });

  it("submits again under the same id when no answer came", async () => {
    const ids: unknown[] = [];
    const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const body = await json(request);
      ids.push(typeof body === "object" && body !== null && "task_id" in body ? body.task_id : undefined);
      if (ids.length < 3) request.socket.destroy();
      else answerJson(response, 202, { id: ids[0] });
    };
    await using server = await serve((request, response) => void answer(request, response));
    await using client = createRemoteClient({ url: server.url, reconnect });
    const task = await client.submitTask({ operation: "a.b" });
    expect(ids).toEqual([task.id, task.id, task.id]);
    expect(task.id).toMatch(/^[0-9a-f]{32}$/);
  });

  it("does not take another server's pages for answers", async () => {
    await using server = await serve((_request, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end("<html>Welcome</html>");
    });
    await using client = createRemoteClient({ url: server.url, reconnect });
    const error = await failureOf(client.getTask("t"));
    expect(error).toMatchObject({ code: "E003", details: { reason: "unexpected_answer", status: 200 } });
    expect(error.message).toContain("<html>Welcome</html>");
    expect(await failureOf(client.readArtifact("a"))).toMatchObject({ details: { reason: "unexpected_answer" } });
  });

  it("says where an artifact breaks off, and ends it when the client is closed", async () => {
    for (const end of ["cut", "close"] as const) {
      await using server = await serve((_request, response) => {
        const headers = {
          "content-type": "text/plain; charset=utf-8",
          "content-length": 100,
          "content-disposition": `inline; filename="a.txt"; filename*=UTF-8''gr%C3%B6%C3%9Fe.txt`,
          etag: `"${"0".repeat(64)}"`,
        };
        response.writeHead(200, headers).write("some");
        if (end === "cut") setTimeout(() => response.destroy(), 20);
      });
      await using client = createRemoteClient({ url: server.url, reconnect });
      const { artifact, content } = await client.readArtifact("a");
      const facts = { id: "a", name: "größe.txt", media_type: "text/plain", bytes: 100, sha256: "0".repeat(64) };
      expect(artifact).toEqual(facts);
      const reader = content.getReader();
      expect(new TextDecoder().decode((await reader.read()).value)).toBe("some");
      if (end === "close") await client[Symbol.asyncDispose]();
      const expected = end === "cut" ? { code: "E003", details: { reason: "unreachable" } } : { code: "E004" };
      expect(await failureOf(reader.read())).toMatchObject(expected);
    }
  });

  it("ends a call whose signal aborts, on the server too", async () => {
    const reached = Promise.withResolvers<ServerResponse>();
    await using server = await serve((_request, response) => reached.resolve(response));
    await using client = createRemoteClient({ url: server.url, reconnect });
    const controller = new AbortController();
    const work = failureOf(client.executeOperation("a.b", {}, { signal: controller.signal }));
    const response = await reached.promise;
    const closed = once(response, "close");
    controller.abort();
    expect(await work).toMatchObject({ name: "CancelledError", code: "E004", message: "Cancelled" });
    await closed;
    const late = await failureOf(client.getTask("t", { signal: controller.signal }));
    expect(late).toMatchObject({ name: "CancelledError", code: "E004" });
  });

  it("ends what runs when it is closed, and lets nothing begin afterwards", async () => {
    const reached = Promise.withResolvers<void>();
    await using server = await serve(() => reached.resolve());
    const client = createRemoteClient({ url: server.url, reconnect });
    const work = failureOf(client.getTask("t"));
    await reached.promise;
    await client[Symbol.asyncDispose]();
    await client[Symbol.asyncDispose]();
    const closed = { name: "CancelledError", code: "E004", message: "Cancelled: the client was closed" };
    expect(await work).toMatchObject(closed);
    expect(await failureOf(client.getAvailableTools())).toMatchObject(closed);
  });

  it("refuses what cannot be sent, before anything is", async () => {
    await using client = createRemoteClient({ url: "http://127.0.0.1:9", reconnect });
    const refusals = [
      client.executeOperation("a.b", {}, { userId: "someone" }),
      client.executeOperation("a.b", {}, { allow: [] }),
      client.executeOperationsSequence([], "someone"),
      client.batchToolCalls([], () => 1),
      client.batchExecuteOperations([], { saveCallback: () => {} }),
      client.readArtifact("a", { start: 3, end: 3 }),
      client.readArtifact("a", { start: -1 }),
    ];
    for (const refusal of refusals) expect(await failureOf(refusal)).toBeInstanceOf(ValidationError);
    for (const id of ["", ".", "..", "a/b", "a?b", "a#b", "%2e%2e"]) {
      expect(await failureOf(client.getTask(id))).toMatchObject({ name: "NotFoundError" });
    }
  });

  it("tells a saveCallback of every step once the answer is there", async () => {
    const step = {
      step: "a.b",
      result: 1,
      completed: true,
      message: "",
      status: "completed",
      error_code: null,
      error_message: null,
    };
    await using server = await serve((_request, response) =>
      answerJson(response, 200, { results: [step, { ...step, result: 2 }] }),
    );
    await using client = createRemoteClient({ url: server.url, reconnect });
    const saved: unknown[] = [];
    const saveCallback = (...[, taskId, index, { result }]: readonly [unknown, string, number, { result: unknown }]) =>
      saved.push([taskId, index, result]);
    await client.executeOperationsSequence([], undefined, "t", { saveCallback });
    expect(saved).toEqual([
      ["t", 0, 1],
      ["t", 1, 2],
    ]);
  });
});
