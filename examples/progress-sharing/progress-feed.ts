import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type ProgressFeed = AsyncDisposable & {
  readonly url: string;
  /** Sends to all subscribers of a user. Waits for nobody: what a slow one has not yet taken is kept for it. */
  push(userId: string | undefined, event: string, data: object): void;
  /** Bytes kept for a subscriber who has not yet taken what the system's buffers hold. */
  unsentBytes(token: string): number;
  /** Ends all subscriptions, when what is kept for them has gone out. */
  end(): void;
};

/** One who never reads must not fill the memory: beyond this, the connection is cut, and the subscriber comes anew. */
const maxUnsentBytes = 64 * 1024 ** 2;

/**
 * Pushes progress as Server-Sent Events, over a real connection. Who asks says by a token who they are, and gets what
 * belongs to that user alone.
 */
export async function createProgressFeed(users: Readonly<Record<string, string>>): Promise<ProgressFeed> {
  const subscribers = new Map<ServerResponse, { readonly userId: string; readonly token: string }>();

  const server = createServer((request, response) => {
    const token = request.headers.authorization?.replace(/^Bearer /, "") ?? "";
    const userId = Object.hasOwn(users, token) ? users[token] : undefined;
    if (userId === undefined) {
      response.writeHead(401).end();
      return;
    }
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" }).flushHeaders();
    subscribers.set(response, { userId, token });
    response.once("close", () => subscribers.delete(response));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/progress`,
    push(userId, event, data) {
      const message = `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
      for (const [response, subscriber] of subscribers) {
        if (subscriber.userId !== userId) continue;
        response.write(message);
        if (response.writableLength > maxUnsentBytes) response.destroy();
      }
    },
    unsentBytes: (token) =>
      Array.from(subscribers).find(([, subscriber]) => subscriber.token === token)?.[0].writableLength ?? 0,
    end() {
      for (const response of subscribers.keys()) response.end();
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
