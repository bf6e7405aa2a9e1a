import { systemClock } from "@aiecs/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRedis, type RedisConnection } from "#connection/open-redis.ts";
import { createCollectingLogger } from "#testing-fixtures/collecting-logger.ts";
import { type RedisServer, startRedis } from "#testing-fixtures/redis-server.ts";
import { createLine, type StepRequest } from "./line.ts";

let server: RedisServer;
let connection: RedisConnection;
beforeAll(async () => {
  server = await startRedis();
  connection = await openRedis(server.url, { logger: createCollectingLogger() });
});
afterAll(async () => {
  await connection?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
});

let made = 0;
async function lineOf(...keys: string[]) {
  const line = createLine(connection, { prefix: `line-${(made += 1)}`, clock: systemClock });
  await line.add(keys.map((key) => ({ key, userId: undefined, lane: "fast", priority: 0, runAt: 0 })));
  const step = async (changes: Partial<StepRequest>): Promise<string | false | undefined> => {
    const request = { turn: "t", holder: "one", step: 0, dueAt: 0, takes: true, ...changes };
    return (await line.step("fast", [request])).keys[0];
  };
  return { line, step };
}

describe("the line", () => {
  it("gives the same answer to a step whose answer was lost", async () => {
    const { line, step } = await lineOf("a", "b", "c");
    expect([await step({}), await step({})]).toEqual(["a", "a"]);
    expect([await step({ step: 1 }), await step({ step: 1 })]).toEqual(["b", "b"]);
    expect([await step({ step: 2, takes: false }), await step({ step: 2, takes: false })]).toEqual([false, false]);
    expect((await line.counts()).fast).toEqual({ waiting: 1, delayed: 0, active: 0 });
  });

  it("[DIST-4] gives to whoever begins a turn again what it held, and nothing more to who had it before", async () => {
    const { line, step } = await lineOf("a", "b");
    expect(await step({})).toBe("a");
    expect(await step({ holder: "two" })).toBe("a");
    expect(await step({ step: 1 })).toBe(false);
    expect(await step({ holder: "two", step: 1 })).toBe("b");
    expect(await step({ holder: "two", step: 2 })).toBe(false);
    expect((await line.counts()).fast).toEqual({ waiting: 0, delayed: 0, active: 0 });
  });

  it("takes any text as a key and as a user, and tells nobody from one without a name", async () => {
    const { line, step } = await lineOf();
    const texts = [
      "",
      "__proto__",
      "a:b|c\n\0",
      "größe 漢字 🂡",
      "\ud800",
      "\udfff\\ud800\\\\",
      "\\u",
      '"}{',
      "x".repeat(10_000),
    ];
    await line.add(texts.map((text) => ({ key: text, userId: text, lane: "fast", priority: -100, runAt: 0 })));
    await line.add([{ key: "nobody's", userId: undefined, lane: "fast", priority: -100, runAt: 0 }]);
    const taken: unknown[] = [];
    for (let index = 0; index <= texts.length; index += 1) taken.push(await step({ step: index }));
    expect(taken).toEqual([...texts, "nobody's"]);
    expect(await step({ step: taken.length })).toBe(false);
  });

  it("[DIST-5] forgets the users whose items were taken out", async () => {
    const { line, step } = await lineOf();
    const of = (key: string, userId: string) => ({ key, userId, lane: "fast" as const, priority: 0, runAt: 0 });
    await line.add([of("a1", "ann"), of("a2", "ann"), of("b1", "bob"), of("c1", "cat")]);
    expect([await line.remove("b1"), await line.remove("a1"), await line.remove("b1")]).toEqual([true, true, false]);
    expect([await step({}), await step({ step: 1 }), await step({ step: 2 })]).toEqual(["a2", "c1", false]);
  });
});
