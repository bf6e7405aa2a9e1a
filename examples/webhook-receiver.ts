import { createHmac, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

/** What the receiver reads of an alert. */
export type ReceivedAlert = {
  readonly id: string;
  readonly rule: string;
  readonly severity: string;
  readonly title: string;
  readonly value: number;
  readonly metric: string | null;
  readonly series: string | null;
  readonly time: string;
};

/** A message whose signature held. */
export type ReceivedMessage = { readonly id: string; readonly alerts: readonly ReceivedAlert[] };

export type WebhookReceiver = AsyncDisposable & {
  readonly url: string;
  readonly host: string;
  readonly messages: readonly ReceivedMessage[];
  /** How many messages were turned away. */
  readonly refused: () => number;
};

const toleranceSeconds = 300;

/** The receiving end of an alert: takes what is signed with its secret, as Standard Webhooks describes it, and no more. */
export async function receiveWebhooks(secret: string): Promise<WebhookReceiver> {
  const messages: ReceivedMessage[] = [];
  let refused = 0;
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString("utf8");
    if (!isGenuine(request.headers, body, secret)) {
      refused += 1;
      response.writeHead(401).end();
      return;
    }
    const { data } = JSON.parse(body) as { readonly data: ReceivedMessage };
    messages.push(data);
    response.writeHead(204).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}/alerts`,
    host,
    messages,
    refused: () => refused,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function isGenuine(headers: IncomingHttpHeaders, body: string, secret: string): boolean {
  const [id, time, signature] = ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) =>
    String(headers[name] ?? ""),
  );
  if (Math.abs(Date.now() / 1_000 - Number(time)) > toleranceSeconds) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const expected = Buffer.from(`v1,${createHmac("sha256", key).update(`${id}.${time}.${body}`).digest("base64")}`);
  const received = Buffer.from(signature ?? "");
  return received.length === expected.length && timingSafeEqual(received, expected);
}
