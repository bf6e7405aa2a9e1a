import { hash } from "node:crypto";
import type { Redis } from "ioredis";

/** A Lua script, which Redis runs as one step that nothing comes between. */
export type Script = (client: Redis, keys: readonly string[], args: readonly (string | number)[]) => Promise<unknown>;

/** A script that takes and gives bytes where others have texts. */
export type BytesScript = (
  client: Redis,
  keys: readonly string[],
  args: readonly (string | number | Buffer)[],
) => Promise<unknown>;

/** Makes a script of its source: it is sent once, and again when Redis has forgotten it. */
export function createScript(source: string): Script {
  const digest = hash("sha1", source);
  return (client, keys, args) =>
    sendIfForgotten(
      () => client.call("EVALSHA", digest, keys.length, ...keys, ...args),
      () => client.call("EVAL", source, keys.length, ...keys, ...args),
    );
}

/** As `createScript`, for values that are bytes. */
export function createBytesScript(source: string): BytesScript {
  const digest = hash("sha1", source);
  return (client, keys, args) =>
    sendIfForgotten(
      () => client.callBuffer("EVALSHA", digest, keys.length, ...keys, ...args),
      () => client.callBuffer("EVAL", source, keys.length, ...keys, ...args),
    );
}

async function sendIfForgotten(byDigest: () => Promise<unknown>, bySource: () => Promise<unknown>): Promise<unknown> {
  try {
    return await byDigest();
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith("NOSCRIPT"))) throw error;
    return await bySource();
  }
}
