import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** What a subscriber says of an event that it got. */
export type Arrival = {
  readonly event: string;
  readonly taskId: string;
  readonly step?: string;
  readonly index?: number;
  readonly sequence?: number;
  /** Rows of the table that came along. */
  readonly rows: number;
  readonly receivedAt: number;
};

export type Subscriber = AsyncDisposable & {
  /** What it got so far. */
  readonly arrivals: readonly Arrival[];
  /** Settles when the feed has ended and everything is here. */
  readonly ended: Promise<unknown>;
};

/** Starts a subscriber as a process of its own. @returns when it is subscribed */
export async function subscribe(url: string, token: string): Promise<Subscriber> {
  const script = "examples/progress-sharing/subscriber.ts";
  const child = spawn(process.execPath, [script, url, token], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const lines = createInterface(child.stdout);
  const linesEnded = once(lines, "close");
  const [greeting] = await Promise.race([once(lines, "line"), exited]);
  assert.equal(greeting, "subscribed");
  const arrivals: Arrival[] = [];
  lines.on("line", (line) => arrivals.push(JSON.parse(line) as Arrival));
  return {
    arrivals,
    ended: Promise.all([exited, linesEnded]),
    async [Symbol.asyncDispose]() {
      child.kill();
      await exited;
    },
  };
}
