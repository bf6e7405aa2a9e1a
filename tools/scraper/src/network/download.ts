import { ValidationError } from "@aiecs/core/toolkit";
import type { Response } from "undici";
import { type AllowList, checkUrl, createGuardedLookup, type NameLookup } from "./address-guard.ts";
import { describeUrl } from "./describe-url.ts";
import { nextLink } from "./next-link.ts";

export type DownloadOptions = {
  readonly allowed: AllowList;
  /** Of the body, after decompression. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
  /** The media types wanted. @default any */
  readonly accept?: string;
  /** @default the system's DNS */
  readonly lookUp?: NameLookup;
};

/** A response whose body was read whole, within the limit. */
export type Download = {
  readonly url: URL;
  /** The address as messages may show it. */
  readonly source: string;
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
  const { allowed, signal, accept = "*/*", lookUp } = options;
  let url = checkUrl(address, allowed);
  for (let hop = 0; hop <= maxRedirects; hop++) {
    // A pool of its own for each address: a connection checked for one name is never used for another.
    const dispatcher = new Agent({ connect: { lookup: createGuardedLookup(url, allowed, lookUp) } });
    try {
      const response = await fetch(url, { dispatcher, redirect: "manual", signal, headers: { accept } });
      const location = response.status >= 300 && response.status < 400 ? response.headers.get("location") : null;
      if (location === null) return await readResponse(url, response, options.maxBytes);
      url = checkUrl(absoluteUrl(location, url), allowed);
    } catch (error) {
      throw causeOf(error, url);
    } finally {
      await dispatcher.destroy();
    }
  }
  throw Object.assign(new Error(`${describeUrl(url)} redirects more than ${maxRedirects} times`), { retryable: false });
}

/** An address as a server gives it, relative to its own. @throws E001 when it is none */
export function absoluteUrl(address: string, base: URL): string {
  if (URL.canParse(address, base.href)) return new URL(address, base).href;
  throw new ValidationError(`${describeUrl(base)} leads to ${JSON.stringify(address)}, which is no address`);
}

/** The client wraps what a lookup or a socket says; what it says is what the caller needs. */
function causeOf(error: unknown, url: URL): unknown {
  if (!(error instanceof TypeError) || !(error.cause instanceof Error)) return error;
  const { cause } = error;
  if (cause instanceof ValidationError) return cause;
  const causes: readonly unknown[] = cause instanceof AggregateError ? cause.errors : [cause];
  const messages = causes.map((each) => (each instanceof Error ? each.message : String(each)));
  return new Error(`${describeUrl(url)} could not be read: ${messages.join(", ")}`, { cause });
}

async function readResponse(url: URL, response: Response, maxBytes: number): Promise<Download> {
  if (!response.ok) throw statusError(url, response);
  return {
    url,
    source: describeUrl(url),
    contentType: response.headers.get("content-type") ?? "",
    body: await readBody(url, response, maxBytes),
    next: nextLink(response.headers.get("link")),
  };
}

/** A server that is busy or broken may answer next time; one that refuses will not. */
function statusError(url: URL, response: Response): Error {
  const retryable = response.status === 429 || response.status >= 500;
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  const error = new Error(`${describeUrl(url)} answered ${response.status} ${response.statusText}`);
  return Object.assign(error, { retryable, ...(seconds >= 0 && { retryAfterMs: seconds * 1000 }) });
}

async function readBody(url: URL, response: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes)
      throw new ValidationError(`${describeUrl(url)} sends more than ${maxBytes} bytes, the limit of max_bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
