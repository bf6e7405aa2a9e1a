import type { IncomingMessage } from "node:http";

/** Where WebSockets are opened. */
export const socketPath = "/ws";

/** Whether a request is to become a WebSocket. Whatever else asks to be upgraded is answered as if it did not. */
export function asksForSocket({ method, url = "", headers }: IncomingMessage): boolean {
  const [path] = url.split("?", 1);
  return method === "GET" && path === socketPath && headers.upgrade?.toLowerCase() === "websocket";
}
