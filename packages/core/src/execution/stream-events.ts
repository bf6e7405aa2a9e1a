import type { TaskEvent } from "#contracts/events.ts";

/** How many events may wait for a slow reader before progress that was overtaken is left out. */
const maxBehind = 1_000;

/**
 * The events of one run as an async iterator. It ends after the task's last event; leaving the loop earlier cancels
 * the run. To a reader far behind, only the latest progress of each step is told. `start` gets the listener and the signal to run with; what it rejects with, the iterator throws.
 */
export async function* streamEvents(
  start: (listener: (event: TaskEvent) => void, signal: AbortSignal) => Promise<unknown>,
): AsyncGenerator<TaskEvent, void, undefined> {
  const controller = new AbortController();
  let waiting = new EventBuffer();
  let wake: (() => void) | undefined;
  let ended: { readonly error?: unknown } | undefined;
  const listener = (event: TaskEvent) => {
    waiting.add(event);
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
      const batch = waiting.events;
      waiting = new EventBuffer();
      yield* batch;
      if (waiting.events.length > 0) continue;
      if (ended) break;
      await new Promise<void>((resolve) => (wake = resolve));
      wake = undefined;
    }
    if (ended && "error" in ended) throw ended.error;
  } finally {
    if (!ended) controller.abort();
  }
}

/** Events that wait. A run has as many as it has steps, but for progress, which has no end: what is overtaken gives way. */
class EventBuffer {
  readonly events: TaskEvent[] = [];
  readonly #progress = new Map<number | null, number>();

  add(event: TaskEvent): void {
    const isProgress = event.type === "step.progressed" || event.type === "task.progressed";
    const overtaken = isProgress ? this.#progress.get(event.stepIndex) : undefined;
    if (overtaken !== undefined && this.events.length >= maxBehind) this.events[overtaken] = event;
    else {
      if (isProgress) this.#progress.set(event.stepIndex, this.events.length);
      this.events.push(event);
    }
  }
}
