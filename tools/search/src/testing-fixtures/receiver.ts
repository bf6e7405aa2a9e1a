import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { serve, type TestServer } from "@aiecs/core/testing";

/** A request that a receiver got. */
export type Received = {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly method: string;
  readonly path: string;
};

export type Receiver = TestServer & { readonly received: Received[] };

/** A real server that keeps what it gets. @param answer what it does with request number `count`, from 1; default 204 */
export async function openReceiver(
  answer: (response: ServerResponse, count: number) => void = (response) => void response.writeHead(204).end(),
): Promise<Receiver> {
  const received: Received[] = [];
  const server = await serve((request, response) => {
    void text(request).then((body) => {
      received.push({ headers: request.headers, body, method: request.method ?? "", path: request.url ?? "" });
      answer(response, received.length);
    });
  });
  return { ...server, received, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

/** Checks a signature as a receiver does by the rules of Standard Webhooks, on its own. */
export function verifies({ headers, body }: Received, secret: string): boolean {
  const signed = `${String(headers["webhook-id"])}.${String(headers["webhook-timestamp"])}.${body}`;
  const key = secret.startsWith("whsec_") ? Buffer.from(secret.slice(6), "base64") : Buffer.from(secret);
  const expected = Buffer.from(createHmac("sha256", key).update(signed).digest("base64"));
  return String(headers["webhook-signature"])
    .split(" ")
    .map((each) => Buffer.from(each.replace(/^v1,/, "")))
    .some((given) => given.length === expected.length && timingSafeEqual(given, expected));
}
