import type { TaskEvent } from "./events.ts";

/** What a relay brings to those who follow a task. */
export type RelayListener = {
  /** Events that another process has written, or none when the task changed otherwise. Some may be known already. */
  heard(events: readonly TaskEvent[]): void;
  /** Something may have been missed. */
  missed(): void;
};

/**
 * Carries the events of tasks from the process that wrote them to those where somebody follows. It may lose some: the task
 * store has them all, and whoever missed something reads it there.
 */
export interface EventRelay extends AsyncDisposable {
  /** Hands on what was just written to the store, or that a task changed otherwise. Never waits and never throws. */
  publish(key: string, events: readonly TaskEvent[]): void;
  /** Listens to what other processes publish of a task; the returned function ends it. */
  subscribe(key: string, listener: RelayListener): () => void;
  /** Whether what others publish arrives just now, as far as that is known. */
  readonly isConnected: boolean;
  /** @throws E006 when the relay's service does not answer */
  check(): Promise<void>;
}
