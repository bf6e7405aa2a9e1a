import { ExecutionError, ValidationError } from "@aiecs/core/contracts";
import { cancelledBy, clientClosed, pause, throwIfAborted } from "#client/cancellation.ts";
import { type Backoff, createBackoff } from "./backoff.ts";
import { errorOf, isPassing, retryAfterMs, unexpectedAnswer, unreachable } from "./failures.ts";
import type { RemoteOptions } from "./remote-options.ts";

type QueryValue = string | number | boolean;

export type HttpRequest = {
  /** @default "GET" */
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
  /** Below the server's address, for example `api/tasks`. */
  readonly path: string;
  /** What is undefined is left out, a list is given once for each element. */
  readonly query?: { readonly [key: string]: QueryValue | readonly QueryValue[] | undefined };
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** Whether doing it twice is doing it once. @default whether it only reads */
  readonly repeatable?: boolean;
};

/** Requests to one server, as one user. */
export interface Http {
  /** Any answer, also one that refuses. @throws E003 when the server is out of reach, E004 when the signal aborts */
  open(request: HttpRequest): Promise<Response>;
  /** An answer that does not refuse. Tries again what is repeatable. @throws the server's error, or as `open` */
  send(request: HttpRequest): Promise<Response>;
  /** The data of such an answer. */
  json<T>(request: HttpRequest): Promise<T>;
  /** Aborts with the signal, or once the client is closed. */
  untilClosed(signal: AbortSignal | undefined): AbortSignal;
  readonly backoff: Backoff;
  /** Tries of what is repeatable. */
  readonly maxAttempts: number;
  close(): void;
}

/** @throws E001 when the address is none */
export function createHttp(options: RemoteOptions): Http {
  const { reconnect = {} } = options;
  const base = parseBase(options.url);
  const { maxAttempts = 4 } = reconnect;
  const backoff = createBackoff(reconnect);
  const closing = new AbortController();
  const untilClosed = (signal: AbortSignal | undefined): AbortSignal =>
    signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;

  const open = async (request: HttpRequest): Promise<Response> => {
    const { fetch = globalThis.fetch } = options;
    const signal = untilClosed(request.signal);
    throwIfAborted(signal);
    const url = urlOf(base, request);
    const headers = { ...(await credentialsOf(options)), ...options.headers, ...request.headers };
    try {
      return await fetch(url, { ...contentOf(request, headers), signal });
    } catch (error) {
      throw signal.aborted ? cancelledBy(signal) : unreachable(`${url.origin}${url.pathname}`, error);
    }
  };

  const send = async (request: HttpRequest): Promise<Response> => {
    const { repeatable = (request.method ?? "GET") === "GET" } = request;
    const signal = untilClosed(request.signal);
    for (let attempt = 1; ; attempt++) {
      const last = !repeatable || attempt >= maxAttempts;
      const response = await open(request).catch((error: unknown) => {
        if (last || signal.aborted || !(error instanceof ExecutionError)) throw error;
      });
      if (response?.ok) return response;
      if (response && (last || !isPassing(response.status))) throw await errorOf(response);
      await response?.body?.cancel();
      await pause(Math.max(backoff(attempt), response ? retryAfterMs(response) : 0), signal);
    }
  };

  const json = async <T>(request: HttpRequest): Promise<T> => {
    const response = await send(request);
    const text = await response.text().catch((error: unknown) => {
      throwIfAborted(untilClosed(request.signal));
      throw unreachable(response.url, error);
    });
    try {
      return JSON.parse(text) as T;
    } catch {
      // What came instead says more than where it stops to be JSON.
      throw unexpectedAnswer(response, text);
    }
  };

  const close = () => closing.abort(clientClosed());
  return { open, send, json, untilClosed, backoff, maxAttempts, close };
}

function urlOf(base: URL, { path, query = {} }: HttpRequest): URL {
  const url = new URL(path, base);
  for (const [key, values] of Object.entries(query)) {
    for (const value of [values ?? []].flat()) url.searchParams.append(key, String(value));
  }
  return url;
}

function contentOf({ method = "GET", body }: HttpRequest, headers: Readonly<Record<string, string>>): RequestInit {
  const accept = { accept: "application/json", ...headers };
  if (body === undefined) return { method, headers: accept };
  return { method, headers: { "content-type": "application/json", ...accept }, body: JSON.stringify(body) };
}

async function credentialsOf({ apiKey, token }: RemoteOptions): Promise<Readonly<Record<string, string>>> {
  if (token !== undefined) return { authorization: `Bearer ${typeof token === "string" ? token : await token()}` };
  return apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` };
}

function parseBase(url: string | URL): URL {
  const text = String(url);
  const base = URL.canParse(text) ? new URL(text) : undefined;
  if (base?.protocol !== "http:" && base?.protocol !== "https:") {
    throw new ValidationError(`Invalid url ${JSON.stringify(text)}: expected an address such as http://127.0.0.1:8000`);
  }
  if (!base.pathname.endsWith("/")) base.pathname += "/";
  return base;
}
