import type { Clock, IdleTimer } from "#contracts/clock.ts";
import type { EventRelay } from "#contracts/event-relay.ts";
import type { TaskEvent } from "#contracts/events.ts";
import type { TaskStore } from "#contracts/task-store.ts";
import { type ChannelStore, EventChannel } from "./event-channel.ts";

export type FeedStore = ChannelStore & Pick<TaskStore, "watch">;

/** Brings the events of other processes, so that the store need not be asked at each change. */
export type FeedRelay = { readonly relay: EventRelay; readonly clock: Clock };

/** What the store tells of a change that the relay should bring is looked at so much later, in case it does not. */
const lookAfterMs = 2_000;

/** Brings what is written of tasks to those who follow them. */
export class EventFeed {
  readonly #store: FeedStore;
  readonly #relaying: FeedRelay | undefined;
  readonly #channels = new Map<string, EventChannel>();
  readonly #unsubscribe = new Map<string, () => void>();
  #unwatch: (() => void) | undefined;
  #lookTimer: IdleTimer | undefined;

  constructor(store: FeedStore, relaying?: FeedRelay) {
    this.#store = store;
    this.#relaying = relaying;
  }

  /** What this process has written itself need not be read again. */
  publish(key: string, events: readonly TaskEvent[]): void {
    this.#channels.get(key)?.publish(events);
    if (events.length > 0) this.#relaying?.relay.publish(key, events);
  }

  /** A task may have changed otherwise. */
  changed(key: string): void {
    this.#channels.get(key)?.changed();
    this.#relaying?.relay.publish(key, []);
  }

  /** The channel of a task, to be given back with `close`. */
  open(key: string): EventChannel {
    const channel = this.#channels.get(key) ?? this.#create(key);
    channel.followers += 1;
    this.#unwatch ??= this.#store.watch(() => this.#storeChanged());
    return channel;
  }

  close(channel: EventChannel): void {
    channel.followers -= 1;
    if (channel.followers > 0) return;
    this.#channels.delete(channel.key);
    this.#unsubscribe.get(channel.key)?.();
    this.#unsubscribe.delete(channel.key);
    if (this.#channels.size > 0) return;
    this.#unwatch?.();
    this.#unwatch = undefined;
    this.#lookTimer?.cancel();
    this.#lookTimer = undefined;
  }

  #create(key: string): EventChannel {
    const channel = new EventChannel(this.#store, key);
    this.#channels.set(key, channel);
    const unsubscribe = this.#relaying?.relay.subscribe(key, {
      heard: (events) => (events.length > 0 ? channel.publish(events) : channel.changed()),
      missed: () => channel.changed(),
    });
    if (unsubscribe) this.#unsubscribe.set(key, unsubscribe);
    return channel;
  }

  #storeChanged(): void {
    if (!this.#relaying?.relay.isConnected) this.#allChanged();
    else this.#lookTimer ??= this.#relaying.clock.scheduleIdle(() => this.#allChanged(), lookAfterMs);
  }

  #allChanged(): void {
    this.#lookTimer?.cancel();
    this.#lookTimer = undefined;
    for (const channel of this.#channels.values()) channel.changed();
  }
}
