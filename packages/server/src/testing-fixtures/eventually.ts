import { expect } from "vitest";

/** What is expected of something that comes about by itself, in its own time. */
export function eventually<T>(look: () => T): ReturnType<typeof expect.poll<T>> {
  return expect.poll(look, { timeout: 15_000, interval: 20 });
}
