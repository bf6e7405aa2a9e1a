import type { Clock } from "@aiecs/core";
import type { SocketMessage } from "./socket-messages.ts";

/** The few things that are asked of a WebSocket. */
export interface WritableSocket {
  readonly bufferedAmount: number;
  readonly readyState: number;
  readonly OPEN: number;
  send(data: string, sent: (error?: Error | null) => void): void;
}

export type SocketWriterOptions = {
  readonly socket: WritableSocket;
  /** A client that leaves more than that unread is dropped. */
  readonly maxBufferBytes: number;
  /** How long it may take to read what is buffered. */
  readonly slowReaderMs: number;
  readonly clock: Clock;
  /** The client was too slow: its socket is to be closed. */
  onSlow(): void;
};

/** Above that, no event is fetched before the client has read. */
const highWaterBytes = 65_536;

/** Writes to a socket no faster than its client reads, and drops a client that does not read. */
export class SocketWriter {
  readonly #options: SocketWriterOptions;
  readonly #highWaterBytes: number;

  constructor(options: SocketWriterOptions) {
    this.#options = options;
    this.#highWaterBytes = Math.min(highWaterBytes, options.maxBufferBytes / 2);
  }

  /** Answers are few, but a client may ask without ever reading. */
  answer(message: SocketMessage): void {
    const { socket, maxBufferBytes } = this.#options;
    if (socket.readyState !== socket.OPEN) return;
    socket.send(JSON.stringify(message), ignoreEnd);
    if (socket.bufferedAmount > maxBufferBytes) this.#drop();
  }

  /** Resolves once more may be written, or the socket is gone. */
  event(message: SocketMessage): Promise<void> {
    const { socket, slowReaderMs, clock } = this.#options;
    if (socket.readyState !== socket.OPEN) return Promise.resolve();
    const text = JSON.stringify(message);
    if (socket.bufferedAmount + text.length <= this.#highWaterBytes) {
      socket.send(text, ignoreEnd);
      return Promise.resolve();
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    const stop = clock.schedule(() => {
      this.#drop();
      resolve();
    }, slowReaderMs);
    socket.send(text, () => {
      stop();
      resolve();
    });
    return promise;
  }

  #drop(): void {
    const { socket, onSlow } = this.#options;
    if (socket.readyState === socket.OPEN) onSlow();
  }
}

/** A socket that ends while something is written tells so by its own event. */
function ignoreEnd(): void {}
