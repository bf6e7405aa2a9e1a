import { createHmac } from "node:crypto";

const prefix = "whsec_";

/**
 * The headers of a signed message, as the Standard Webhooks specification (2023) describes them: the HMAC-SHA256 of id,
 * time and body. A secret that begins with `whsec_` is base64, any other is taken as text.
 */
export function signatureHeaders(
  { id, body, timeMs }: { readonly id: string; readonly body: string; readonly timeMs: number },
  secret: string,
): Readonly<Record<string, string>> {
  const seconds = Math.floor(timeMs / 1_000);
  const key = secret.startsWith(prefix) ? Buffer.from(secret.slice(prefix.length), "base64") : Buffer.from(secret);
  const signature = createHmac("sha256", key).update(`${id}.${seconds}.${body}`).digest("base64");
  return { "webhook-timestamp": String(seconds), "webhook-signature": `v1,${signature}` };
}
