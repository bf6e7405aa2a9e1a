import { Duplex } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { whenClosed } from "./when-closed.ts";

const openStream = () => new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });

describe("connections that close", () => {
  it("[REL-3] are told of once, also when they were closed before anybody asked", async () => {
    const stream = openStream();
    let early = 0;
    whenClosed(stream, () => (early += 1));
    expect(early).toBe(0);
    stream.destroy();
    await delay(5);
    let late = 0;
    whenClosed(stream, () => (late += 1));
    expect([early, late]).toEqual([1, 1]);
  });
});
