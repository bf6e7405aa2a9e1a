import type { EventListener, EventType, TaskEvent } from "#contracts/events.ts";
import type { Logger } from "#contracts/logger.ts";

type AnyListener = (event: TaskEvent) => void;

/** Hands events to listeners. One that throws is logged and hurts nobody. */
export class EventBus {
  readonly #logger: Logger;
  readonly #listeners = new Map<EventType | "*", Set<AnyListener>>();
  #count = 0;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Whether anybody listens at all, so that no event is built for nobody. */
  get hasListeners(): boolean {
    return this.#count > 0;
  }

  on<T extends EventType | "*">(type: T, listener: EventListener<T>): () => void {
    let listeners = this.#listeners.get(type);
    if (!listeners) this.#listeners.set(type, (listeners = new Set()));
    const entry: AnyListener = (event) => (listener as AnyListener)(event);
    listeners.add(entry);
    this.#count += 1;
    return () => {
      if (listeners.delete(entry)) this.#count -= 1;
    };
  }

  publish(event: TaskEvent): void {
    this.#deliver(this.#listeners.get(event.type), event);
    this.#deliver(this.#listeners.get("*"), event);
  }

  #deliver(listeners: Set<AnyListener> | undefined, event: TaskEvent): void {
    if (!listeners) return;
    for (const listener of listeners) notify(listener, event, this.#logger);
  }
}

/** Calls one listener; what it throws, or rejects with, is logged. */
export function notify(listener: AnyListener, event: TaskEvent, logger: Logger): void {
  const report = (error: unknown) => logger.error({ err: error, event: event.type }, "An event listener threw");
  try {
    const returned: unknown = listener(event);
    if (returned instanceof Promise) returned.catch(report);
  } catch (error) {
    report(error);
  }
}
