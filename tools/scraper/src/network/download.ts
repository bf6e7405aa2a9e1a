import { ValidationError } from "@aiecs/core/toolkit";
import type { Response } from "undici";
import { type AllowList, checkUrl, createGuardedLookup } from "./address-guard.ts";

export type DownloadOptions = {
  readonly allowed: AllowList;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
};

/** A response whose body was read whole, within the limit. */
export type Download = {
  readonly url: URL;
  readonly contentType: string;
  readonly body: Uint8Array;
  /** Where the server says the next page is. */
  readonly next: string | undefined;
};

const maxRedirects = 5;

/**
 * Fetches an address from the public network, each redirect checked like the first address.
 *
 * @throws E001 for an address that is refused; a plain error (with `retryable` and `retryAfterMs`) for what the server says
 */
export async function download(address: string, options: DownloadOptions): Promise<Download> {
  const { Agent, fetch } = await import("undici");
  let url = checkUrl(address, options.allowed);
  for (let hop = 0; hop <= maxRedirects; hop++) {
    const dispatcher = new Agent({ connect: { lookup: createGuardedLookup(url, options.allowed) } });
    try {
      const response = await fetch(url, { dispatcher, redirect: "manual", signal: options.signal });
      const location = response.status >= 300 && response.status < 400 ? response.headers.get("location") : null;
      if (location === null) return await readResponse(url, response, options.maxBytes);
      await response.body?.cancel();
      url = checkUrl(new URL(location, url).href, options.allowed);
    } catch (error) {
      throw causeOf(error);
    } finally {
      await dispatcher.close();
    }
  }
  throw new Error(`${address} redirects more than ${maxRedirects} times`);
}

/** The client wraps what a lookup or a socket says; what it says is what the caller needs. */
function causeOf(error: unknown): unknown {
  if (error instanceof ValidationError || !(error instanceof Error)) return error;
  return error.name === "TypeError" && error.cause instanceof Error ? error.cause : error;
}

async function readResponse(url: URL, response: Response, maxBytes: number): Promise<Download> {
  if (!response.ok) {
    await response.body?.cancel();
    throw statusError(url, response);
  }
  return {
    url,
    contentType: response.headers.get("content-type") ?? "",
    body: await readBody(url, response, maxBytes),
    next: nextLink(response.headers.get("link")),
  };
}

/** A server that is busy or broken may answer next time; one that refuses will not. */
function statusError(url: URL, response: Response): Error {
  const retryable = response.status === 429 || response.status >= 500;
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  const error = new Error(`${url.href} answered ${response.status} ${response.statusText}`);
  return Object.assign(error, { retryable, ...(seconds >= 0 && { retryAfterMs: seconds * 1000 }) });
}

async function readBody(url: URL, response: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes)
      throw new ValidationError(`${url.href} sends more than ${maxBytes} bytes, the limit of max_bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The address of `rel="next"` in a Link header (RFC 8288). */
function nextLink(header: string | null): string | undefined {
  for (const link of header?.split(",") ?? []) {
    const match = /<([^>]*)>[^,]*;\s*rel="?next"?/.exec(link);
    if (match) return match[1];
  }
  return undefined;
}
