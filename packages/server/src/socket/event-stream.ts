import { once } from "node:events";
import type { OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from "node:http";
import type { Clock, WireEvent } from "@aiecs/core";
import { whenClosed } from "#http/when-closed.ts";

export type EventStreamOptions = {
  readonly headers: Readonly<Record<string, OutgoingHttpHeader | undefined>>;
  /** After how long a client that was cut off comes back. */
  readonly retryMs: number;
  /** How long a client may take to read what is buffered. */
  readonly slowReaderMs: number;
  readonly clock: Clock;
};

const streamHeaders: OutgoingHttpHeaders = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store, no-transform",
  "x-accel-buffering": "no",
};

/** Server-sent events over one response. Nothing is written while the client has not read what was. */
export class EventStream {
  readonly #response: ServerResponse;
  readonly #closed = new AbortController();
  readonly #slowReaderMs: number;
  readonly #clock: Clock;
  /** Whether the client was too slow. */
  dropped = false;

  constructor(response: ServerResponse, { headers, retryMs, slowReaderMs, clock }: EventStreamOptions) {
    this.#response = response;
    this.#slowReaderMs = slowReaderMs;
    this.#clock = clock;
    whenClosed(response, () => this.#closed.abort());
    for (const [name, value] of Object.entries(headers)) if (value !== undefined) response.setHeader(name, value);
    response.writeHead(200, streamHeaders);
    response.write(`retry: ${retryMs}\n\n`);
  }

  /** Aborts when the connection is gone. */
  get closed(): AbortSignal {
    return this.#closed.signal;
  }

  /** Resolves once more may be written. */
  async send(event: WireEvent): Promise<void> {
    const text = `id: ${event.sequence}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
    if (!this.#response.write(text)) await this.#drained();
  }

  /** A comment, for whoever stands between and closes what is idle. */
  beat(): void {
    if (!this.#response.writableNeedDrain) this.#response.write(": beat\n\n");
  }

  /** Nothing more will come of this task. */
  done(taskId: string, lastEvent: number): void {
    this.#response.end(`event: done\ndata: ${JSON.stringify({ task_id: taskId, last_event: lastEvent })}\n\n`);
  }

  /** The client comes back by itself, after the last event it has. */
  end(): void {
    if (this.#response.writableNeedDrain) this.#response.destroy();
    else this.#response.end();
  }

  async #drained(): Promise<void> {
    if (this.closed.aborted) return;
    const stop = this.#clock.schedule(() => {
      this.dropped = true;
      this.#response.destroy();
    }, this.#slowReaderMs);
    try {
      await once(this.#response, "drain", { signal: this.closed });
    } catch (error) {
      // The connection is gone: whoever sends sees it by the signal.
      if (!this.closed.aborted) throw error;
    } finally {
      stop();
    }
  }
}
