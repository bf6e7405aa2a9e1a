import type { Dispatcher, Response } from "undici";
import { ValidationError } from "#contracts/errors.ts";
import type { NetworkRequest, NetworkResponse } from "#contracts/network-access.ts";
import { describeUrl } from "#primitives/describe-url.ts";
import { type AllowList, checkUrl, createGuardedLookup, hostAndPort, type NameLookup } from "./address-guard.ts";

export type SendOptions = {
  readonly allowed: AllowList;
  /** Of the answer's body, when the request names no limit. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
  /** @default the system's DNS */
  readonly lookUp?: NameLookup | undefined;
};

type Exchange = SendOptions & { readonly request: NetworkRequest };

const maxRedirects = 5;

/** Sends a request to the public network, each redirect checked like the first address. @throws as `NetworkAccess.fetch` */
export async function sendRequest(
  address: string,
  request: NetworkRequest,
  options: SendOptions,
): Promise<NetworkResponse> {
  const { Agent } = await import("undici");
  const { allowed, lookUp } = options;
  const first = checkUrl(address, allowed);
  let url = first;
  for (let hop = 0; hop <= maxRedirects; hop++) {
    // A pool of its own for each address: a connection checked for one name is never used for another.
    const dispatcher = new Agent({ connect: { lookup: createGuardedLookup(hostAndPort(url), allowed, lookUp) } });
    try {
      const response = await exchange(url, dispatcher, {
        ...options,
        request: url.origin === first.origin ? request : withoutSecrets(request),
      });
      if (!(response instanceof URL)) return response;
      url = response;
    } catch (error) {
      throw causeOf(error, url);
    } finally {
      await dispatcher.destroy();
    }
  }
  throw final(`${describeUrl(url)} redirects more than ${maxRedirects} times`);
}

/** What a server answers, or where it says to ask instead. */
async function exchange(url: URL, dispatcher: Dispatcher, options: Exchange): Promise<NetworkResponse | URL> {
  const { fetch } = await import("undici");
  const { request, signal, allowed, maxBytes } = options;
  const { method = "GET", headers, body, accept = "*/*" } = request;
  const response = await fetch(url, {
    dispatcher,
    redirect: "manual",
    signal,
    method,
    headers: { accept, ...headers },
    ...(body !== undefined && { body }),
  });
  const location = response.status >= 300 && response.status < 400 ? response.headers.get("location") : null;
  if (location === null) return await readResponse(url, response, request.maxBytes ?? maxBytes);
  const target = checkUrl(absoluteUrl(location, url), allowed);
  if (method === "GET" || method === "HEAD") return target;
  throw final(
    `${describeUrl(url)} redirects to ${describeUrl(target)}: a ${method} request is not sent twice, name that address`,
  );
}

/** Credentials are for the host that the caller named. */
function withoutSecrets({ method, accept }: NetworkRequest): NetworkRequest {
  return { ...(method !== undefined && { method }), ...(accept !== undefined && { accept }) };
}

function absoluteUrl(address: string, base: URL): string {
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

async function readResponse(url: URL, response: Response, maxBytes: number): Promise<NetworkResponse> {
  if (!response.ok) throw statusError(url, response);
  return {
    url: url.href,
    status: response.status,
    source: describeUrl(url),
    contentType: response.headers.get("content-type") ?? "",
    headers: Object.fromEntries(response.headers),
    body: await readBody(url, response, maxBytes),
  };
}

/** A server that is busy or broken may answer next time; one that refuses will not. */
function statusError(url: URL, response: Response): Error {
  const { status, statusText } = response;
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  return Object.assign(new Error(`${describeUrl(url)} answered ${status} ${statusText}`.trimEnd()), {
    status,
    retryable: status === 429 || status >= 500,
    ...(seconds >= 0 && { retryAfterMs: seconds * 1000 }),
  });
}

function final(message: string): Error {
  return Object.assign(new Error(message), { retryable: false });
}

async function readBody(url: URL, response: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) {
      throw new ValidationError(
        `${describeUrl(url)} sends more than ${maxBytes} bytes, the most that is read (limits.max_file_bytes of the config, or less where the operation says so)`,
        { details: { source: describeUrl(url), max_bytes: maxBytes } },
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
