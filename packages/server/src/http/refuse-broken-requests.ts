import type { Socket } from "node:net";
import type { ConnectionError } from "fastify";
import { toProblem } from "./problem.ts";
import { RequestError } from "./request-error.ts";

/** Answers what is no HTTP, or comes too slowly; then the connection ends. */
export function refuseBrokenRequest(error: ConnectionError, socket: Socket, requestId: string): void {
  if (error.code === "ECONNRESET" || socket.destroyed) return;
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const { problem } = toProblem(describe(error.code), requestId);
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${problem.title}`,
    "content-type: application/problem+json",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}

function describe(code: string): RequestError {
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return new RequestError(408, "The request came too slowly");
  if (code === "HPE_HEADER_OVERFLOW")
    return new RequestError(431, "The headers are too large: expected at most 16 KiB");
  return new RequestError(400, "This is no HTTP request");
}
