import { once } from "node:events";
import { type ClientOptions, WebSocket } from "ws";

export type Received = Record<string, unknown>;

export type SocketClient = {
  readonly socket: WebSocket;
  readonly received: Received[];
  readonly ask: (message: object | string) => void;
  /** The next message that fits, from those not taken yet. */
  readonly next: (fits?: (message: Received) => boolean) => Promise<Received>;
  /** Lets go of all messages. */
  readonly forget: () => void;
  /** The close code and the reason. */
  readonly closed: Promise<readonly [number, string]>;
};

/** An open WebSocket of a client; rejects with the HTTP status when it was refused. */
export async function openSocket(
  url: string,
  options: ClientOptions & { readonly protocols?: string[] } = {},
): Promise<SocketClient> {
  const { protocols = [], ...rest } = options;
  const socket = new WebSocket(`${url.replace("http", "ws")}/ws`, protocols, rest);
  const received: Received[] = [];
  const waiting = new Set<() => void>();
  let taken = 0;
  socket.on("message", (data) => {
    if (Buffer.isBuffer(data)) received.push(JSON.parse(data.toString()));
    for (const look of waiting) look();
  });
  const closed = new Promise<readonly [number, string]>((resolve) => {
    socket.on("close", (code, reason) => resolve([code, String(reason)]));
  });
  await once(socket, "open");
  socket.on("error", () => {});
  const take = (fits: (message: Received) => boolean) => {
    const index = received.findIndex((message, position) => position >= taken && fits(message));
    if (index >= 0) taken = index + 1;
    return received[index];
  };
  return {
    socket,
    received,
    closed,
    ask: (message) => socket.send(typeof message === "string" ? message : JSON.stringify(message)),
    forget: () => {
      received.length = 0;
      taken = 0;
    },
    next: (fits = () => true) => {
      const { promise, resolve } = Promise.withResolvers<Received>();
      const look = () => {
        const message = take(fits);
        if (!message) return;
        waiting.delete(look);
        resolve(message);
      };
      waiting.add(look);
      look();
      return promise;
    },
  };
}
