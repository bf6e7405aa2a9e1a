import type { TaskEvent } from "#contracts/events.ts";
import type { TaskStore } from "#contracts/task-store.ts";
import { type ChannelStore, EventChannel } from "./event-channel.ts";

export type FeedStore = ChannelStore & Pick<TaskStore, "watch">;

/** Brings what is written of tasks to those who follow them. */
export class EventFeed {
  readonly #store: FeedStore;
  readonly #channels = new Map<string, EventChannel>();
  #unwatch: (() => void) | undefined;

  constructor(store: FeedStore) {
    this.#store = store;
  }

  /** What this process has written itself need not be read again. */
  publish(key: string, events: readonly TaskEvent[]): void {
    this.#channels.get(key)?.publish(events);
  }

  /** A task may have changed otherwise. */
  changed(key: string): void {
    this.#channels.get(key)?.changed();
  }

  /** The channel of a task, to be given back with `close`. */
  open(key: string): EventChannel {
    let channel = this.#channels.get(key);
    if (!channel) this.#channels.set(key, (channel = new EventChannel(this.#store, key)));
    channel.followers += 1;
    this.#unwatch ??= this.#store.watch(() => {
      for (const each of this.#channels.values()) each.changed();
    });
    return channel;
  }

  close(channel: EventChannel): void {
    channel.followers -= 1;
    if (channel.followers > 0) return;
    this.#channels.delete(channel.key);
    if (this.#channels.size > 0) return;
    this.#unwatch?.();
    this.#unwatch = undefined;
  }
}
