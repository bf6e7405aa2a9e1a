import type { EventRelay, Logger, RelayListener, TaskEvent } from "@aiecs/core";
import type { RedisConnection } from "#connection/open-redis.ts";
import { EventPublisher } from "./event-publisher.ts";
import { EventReader, type RelayedEntry } from "./event-reader.ts";

export type RedisEventsOptions = {
  /** Stays open when the relay is closed. */
  readonly connection: RedisConnection;
  readonly logger: Logger;
  /** What the key in Redis begins with: a relay of another prefix is another relay. @default "aiecs" */
  readonly prefix?: string;
};

/** Relays events between processes by one stream in Redis, which those read whose users follow tasks. */
export function createRedisEvents(options: RedisEventsOptions): EventRelay {
  const { connection, logger, prefix = "aiecs" } = options;
  const stream = `${prefix}:events`;
  const publisher = new EventPublisher({ stream, logger, connection });
  const subscribers = new Subscribers(publisher.source);
  let reader: EventReader | undefined;
  return {
    publish: (key, events) => publisher.publish(key, events),
    subscribe(key, listener) {
      const { heard, missed } = subscribers;
      reader ??= new EventReader({ stream, logger, connection, heard, missed });
      subscribers.add(key, listener);
      reader.start();
      return () => {
        if (subscribers.remove(key, listener) === 0) reader?.stop();
      };
    },
    get isConnected() {
      return reader?.isReading ?? false;
    },
    check: connection.check,
    async [Symbol.asyncDispose]() {
      await publisher.close();
      await reader?.close();
    },
  };
}

/** Those who listen, by the task they listen to. */
class Subscribers {
  readonly #ownSource: string;
  readonly #listeners = new Map<string, Set<RelayListener>>();
  /** The number of the latest entry of each process that was heard of. */
  readonly #numbers = new Map<string, number>();

  constructor(ownSource: string) {
    this.#ownSource = ownSource;
  }

  add(key: string, listener: RelayListener): void {
    const known = this.#listeners.get(key);
    if (known) known.add(listener);
    else this.#listeners.set(key, new Set([listener]));
  }

  /** How many tasks are listened to then. */
  remove(key: string, listener: RelayListener): number {
    const known = this.#listeners.get(key);
    if (known?.delete(listener) && known.size === 0) this.#listeners.delete(key);
    return this.#listeners.size;
  }

  readonly heard = ({ source, number, groups }: RelayedEntry): void => {
    if (source === this.#ownSource) return;
    const before = this.#numbers.get(source);
    this.#numbers.delete(source);
    this.#numbers.set(source, number);
    this.#forgetOldest();
    if (before !== undefined && number > before + 1) this.#tellAll();
    for (let index = 0; index + 1 < groups.length; index += 2) {
      const listeners = this.#listeners.get(groups[index] ?? "");
      if (!listeners) continue;
      const events = parseEvents(groups[index + 1] ?? "[]");
      for (const listener of listeners) listener.heard(events);
    }
  };

  readonly missed = (): void => {
    this.#numbers.clear();
    this.#tellAll();
  };

  #tellAll(): void {
    for (const listeners of this.#listeners.values()) for (const listener of listeners) listener.missed();
  }

  #forgetOldest(): void {
    if (this.#numbers.size <= maxSources) return;
    for (const oldest of this.#numbers.keys()) {
      this.#numbers.delete(oldest);
      return;
    }
  }
}

/** Processes come and go: of more than that the numbers are not remembered. */
const maxSources = 1_000;

/** What the publisher of another process has written. JSON knows no undefined. */
function parseEvents(text: string): readonly TaskEvent[] {
  const events = JSON.parse(text) as TaskEvent[];
  return events.map((event) => ({ ...event, userId: event.userId }));
}
