import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

/** A line of the log: one real run of a step. */
export type LogLine = { readonly key: string; readonly pid: number };

/** What is in the log. */
export async function readLog(path: string): Promise<LogLine[]> {
  return (await readLines(path)).map((line) => JSON.parse(line));
}

/** Until the log has so many lines, or nobody waits any more. */
export async function untilLogHas(path: string, count: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && (await readLines(path)).length < count) await sleep(1);
}

async function readLines(path: string): Promise<string[]> {
  if (!existsSync(path)) return [];
  // What follows the last line end is being written, or nothing.
  return (await readFile(path, "utf8")).split("\n").slice(0, -1);
}
