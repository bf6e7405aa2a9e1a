import type { IncomingHttpHeaders } from "node:http";
import { unauthenticated } from "./access-error.ts";

/** Longer ones are nobody's: they are not even hashed. */
const maxLength = 8_192;

const bearerPattern = /^bearer +([\x21-\x7e]+)$/i;

/** What a page that opens a WebSocket offers beside the protocol, since it cannot set headers: `bearer.` and the key or token. */
const protocolPrefix = "bearer.";

/**
 * The key or token that a request shows, in one of the three places where it may stand; undefined when it shows none.
 * Addresses are no such place: they end in logs.
 *
 * @throws AccessError 401 when it shows several, or one that is none
 */
export function readCredential(headers: IncomingHttpHeaders, isUpgrade: boolean): string | undefined {
  const { authorization, "x-api-key": apiKey } = headers;
  const offered = isUpgrade ? offeredTokens(headers["sec-websocket-protocol"]) : [];
  const shown = [authorization, apiKey, ...offered].filter((value) => value !== undefined);
  if (shown.length > 1) throw unauthenticated("Expected one credential, received several", "invalid_request");
  if (authorization !== undefined) return fromAuthorization(authorization);
  const credential = apiKey ?? offered[0];
  if (credential === undefined) return undefined;
  if (typeof credential === "string" && credential.length > 0 && credential.length <= maxLength) return credential;
  throw unauthenticated(`Expected a key of 1 to ${maxLength} characters`, "invalid_request");
}

function fromAuthorization(header: string): string {
  const token = header.length <= maxLength + bearerLength ? bearerPattern.exec(header)?.[1] : undefined;
  if (token !== undefined) return token;
  throw unauthenticated("Expected 'Authorization: Bearer' and a key or token", "invalid_request");
}

const bearerLength = 16;

function offeredTokens(protocols: string | undefined): readonly string[] {
  if (protocols === undefined) return [];
  return protocols
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name.startsWith(protocolPrefix))
    .map((name) => name.slice(protocolPrefix.length));
}
