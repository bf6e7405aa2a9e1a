import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

export type Market = AsyncDisposable & { readonly url: string };

/** Starts the market's API as a process of its own. */
export async function startMarket(): Promise<Market> {
  const child = spawn(process.execPath, ["examples/daily-sales/market-server.ts"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const [url] = await Promise.race([once(createInterface(child.stdout), "line"), ended]);
  assert(typeof url === "string", "the market's API did not start");
  return {
    url,
    async [Symbol.asyncDispose]() {
      child.kill();
      await ended;
    },
  };
}
