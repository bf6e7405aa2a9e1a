import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCollectingLogger } from "#testing-fixtures/collecting-logger.ts";
import { freePort, type RedisServer, startRedis } from "#testing-fixtures/redis-server.ts";
import { openRedis } from "./open-redis.ts";

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis({ password: "open sesame" });
});
afterAll(() => server?.[Symbol.asyncDispose]());

const messageOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => "no error",
    (error: { code: string; message: string; cause?: unknown }) =>
      `${error.code} ${error.message} ${String(error.cause)}`,
  );

describe("openRedis", () => {
  const logger = createCollectingLogger();
  const open = (url: string) => openRedis(url, { logger });

  it("says what is wrong with an address, and never the password", async () => {
    const port = await freePort();
    const at = `127.0.0.1:${server.port}`;
    const messages = await Promise.all(
      [
        `redis://:hush@127.0.0.1:${port}`,
        `redis://:hush@${at}`,
        `redis://ann:hush@${at}`,
        `redis://${at}`,
        `redis://:open%20sesame@${at}/99`,
        `redis://:hush@no-such-host.invalid:1`,
        `http://:hush@${at}`,
        "hush",
      ].map((url) => messageOf(open(url))),
    );
    const [refused, wrong, wrongUser, none, database, host, protocol, text] = messages;
    expect(refused).toMatch(new RegExp(`^E006 Redis at 127.0.0.1:${port} failed: nothing listens there`));
    expect(wrong).toMatch(`E006 Redis at ${at} failed: the user name or the password is wrong`);
    expect(wrongUser).toMatch(`E006 Redis at ${at} failed: the user name or the password is wrong`);
    expect(none).toMatch(`E006 Redis at ${at} failed: it wants a password`);
    expect(database).toMatch(`E006 Redis at ${at} failed: there is no database of that number`);
    expect(host).toMatch(/^E006 Redis at no-such-host.invalid:1 failed: that host is not known/);
    expect(protocol).toMatch(/^E001 The URL of Redis must look like/);
    expect(text).toMatch(/^E001 The URL of Redis must look like/);
    for (const message of messages) expect(message).not.toMatch(/hush|sesame/);
  });

  it("maps what Redis refuses, without the arguments of the command", async () => {
    await using redis = await open(server.url);
    await redis.check();
    await redis.client.set("a", "1");
    const message = await messageOf(redis.run((client) => client.lpush("a", "hush")));
    expect(message).toMatch(/^E006 Redis at .* a key holds something else/);
    expect(message).not.toMatch("hush");
  });

  it("[DIST-4] fails soon while Redis is away, and goes on when it is back", async () => {
    await using server = await startRedis();
    const lines = createCollectingLogger();
    await using redis = await openRedis(server.url, { logger: lines, commandTimeoutMs: 300 });
    await server.kill();
    const start = Date.now();
    expect(await messageOf(redis.check())).toMatch(/^E006 Redis at/);
    expect(Date.now() - start).toBeLessThan(2_000);
    await server.restart();
    await expect.poll(() => messageOf(redis.check()), { timeout: 5_000 }).toBe("no error");
    server.pause();
    expect(await messageOf(redis.check())).toMatch(/it did not answer in time/);
    server.resume();
    await expect.poll(() => messageOf(redis.check())).toBe("no error");
    expect(lines.lines.filter((line) => line.startsWith("warn: Redis is away"))).toHaveLength(1);
    expect(lines.lines).toContain("info: Redis is back");
  });

  it("says once that Redis may evict what is kept", async () => {
    await using server = await startRedis({ config: ["maxmemory 100mb", "maxmemory-policy allkeys-lru"] });
    const lines = createCollectingLogger();
    await using redis = await openRedis(server.url, { logger: lines });
    await redis.check();
    expect(lines.lines.filter((line) => line.includes("noeviction"))).toHaveLength(1);
  });
});
