import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import type { WireEvent } from "@aiecs/core";

/** What a subscriber tells of itself. */
export type SubscriberMessage =
  | { readonly type: "connected" }
  | { readonly type: "event"; readonly event: WireEvent; readonly receivedAt: number }
  /** A task has ended and all its events are here, or it cannot be followed. */
  | { readonly type: "done" | "error"; readonly taskId: string; readonly detail: string };

export type Arrival = Extract<SubscriberMessage, { readonly type: "event" }>;

export type Subscriber = AsyncDisposable & {
  /** What it got so far. */
  readonly arrivals: readonly Arrival[];
  /** How often it has connected. */
  connections(): number;
  follow(taskId: string): void;
  /** Resolves when a message that is meant is here. */
  until(isMeant: (message: SubscriberMessage) => boolean): Promise<void>;
  /** Stops the process in its tracks: it reads nothing until it is let go on. */
  freeze(): void;
  thaw(): void;
};

/** Starts a subscriber as a process of its own. @returns when it is connected */
export async function startSubscriber(url: string, key: string): Promise<Subscriber> {
  const child = fork("examples/progress-sharing/subscriber.ts", [url], { env: { ...process.env, AIECS_KEY: key } });
  const ended = once(child, "exit");
  const messages: SubscriberMessage[] = [];
  child.on("message", (message: SubscriberMessage) => messages.push(message));

  async function until(isMeant: (message: SubscriberMessage) => boolean): Promise<void> {
    while (!messages.some(isMeant)) {
      await Promise.race([once(child, "message"), ended]);
      assert(child.connected, "the subscriber ended");
    }
  }

  await until(({ type }) => type === "connected");
  return {
    get arrivals() {
      return messages.filter((message) => message.type === "event");
    },
    connections: () => messages.filter(({ type }) => type === "connected").length,
    follow: (taskId) => child.send(taskId),
    until,
    freeze: () => child.kill("SIGSTOP"),
    thaw: () => child.kill("SIGCONT"),
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
