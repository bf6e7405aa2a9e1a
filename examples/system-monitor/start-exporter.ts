import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

export type RunningExporter = AsyncDisposable & { readonly url: string; readonly pid: number };

/** Starts the exporter as a process of its own. @param port 0 for any that is free */
export async function startExporter(folder: string, port = 0): Promise<RunningExporter> {
  const script = "examples/system-monitor/exporter.ts";
  const child = spawn(process.execPath, [script, String(port), folder], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const [url] = await Promise.race([once(createInterface(child.stdout), "line"), ended]);
  assert(typeof url === "string" && child.pid !== undefined, "the exporter did not start");
  return {
    url,
    pid: child.pid,
    async [Symbol.asyncDispose]() {
      child.kill();
      await ended;
    },
  };
}
