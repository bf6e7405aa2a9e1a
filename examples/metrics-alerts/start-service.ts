import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

export type RunningService = AsyncDisposable & { readonly url: string; readonly pid: number };

/** Starts the service as a process of its own, on a free port. */
export async function startService(): Promise<RunningService> {
  const script = "examples/metrics-alerts/service.ts";
  const child = spawn(process.execPath, [script], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const [url] = await Promise.race([once(createInterface(child.stdout), "line"), ended]);
  assert(typeof url === "string" && child.pid !== undefined, "the service did not start");
  return {
    url,
    pid: child.pid,
    async [Symbol.asyncDispose]() {
      child.kill();
      await ended;
    },
  };
}
