import type { TaskEvent } from "#contracts/events.ts";

/**
 * The events of one run as an async iterator. It ends after the task's last event; leaving the loop earlier cancels
 * the run. `start` gets the listener and the signal to run with; what it rejects with, the iterator throws.
 */
export async function* streamEvents(
  start: (listener: (event: TaskEvent) => void, signal: AbortSignal) => Promise<unknown>,
): AsyncGenerator<TaskEvent, void, undefined> {
  const controller = new AbortController();
  let waiting: TaskEvent[] = [];
  let wake: (() => void) | undefined;
  let ended: { readonly error?: unknown } | undefined;
  const listener = (event: TaskEvent) => {
    waiting.push(event);
    wake?.();
  };
  const finish = (end: { readonly error?: unknown }) => {
    ended = end;
    wake?.();
  };
  start(listener, controller.signal).then(
    () => finish({}),
    (error: unknown) => finish({ error }),
  );
  try {
    for (;;) {
      const batch = waiting;
      waiting = [];
      yield* batch;
      if (waiting.length > 0) continue;
      if (ended) break;
      await new Promise<void>((resolve) => (wake = resolve));
      wake = undefined;
    }
    if (ended && "error" in ended) throw ended.error;
  } finally {
    if (!ended) controller.abort();
  }
}
