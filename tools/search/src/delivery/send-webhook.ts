import type { ToolContext } from "@aiecs/core/toolkit";
import type { WebhookChannel } from "#schemas/channel.ts";
import { messagePayload, type Send } from "./message.ts";
import { signatureHeaders } from "./sign.ts";

export type WebhookOptions = {
  readonly secret: string | undefined;
  readonly network: ToolContext["network"];
  readonly now: () => number;
};

/** Of the answer, nothing is needed. */
const maxAnswerBytes = 1024 * 1024;

/** Posts a message as JSON. The id and the key stay the same at every attempt, the signed time is that of the attempt. */
export function createWebhook({ url, headers }: WebhookChannel, { secret, network, now }: WebhookOptions): Send {
  return async (message, signal) => {
    const body = JSON.stringify(messagePayload(message));
    const { status } = await network.fetch(url, {
      method: "POST",
      headers: {
        ...headers,
        "content-type": "application/json",
        "webhook-id": message.id,
        "idempotency-key": message.idempotencyKey,
        ...(secret !== undefined && signatureHeaders({ id: message.id, body, timeMs: now() }, secret)),
      },
      body,
      maxBytes: maxAnswerBytes,
      signal,
    });
    return {
      response: `HTTP ${status}`,
      ...(secret === undefined && { notes: ["sent without a signature: the channel has no secret"] }),
    };
  };
}
