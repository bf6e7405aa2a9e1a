/** How often and how long what went wrong on the way is tried again. */
export type ReconnectOptions = {
  /** Tries of a request that may be repeated; events are taken up again for as long as they are wanted. @default 4 */
  readonly maxAttempts?: number;
  /** Before the second try; doubles each time, of which a random part is waited. @default 250 */
  readonly backoffMs?: number;
  /** @default 10_000 */
  readonly maxBackoffMs?: number;
};

/** Where a server is, and as whom to speak to it. */
export type RemoteOptions = {
  /** Its address, with a path where it is served below one: `https://example.org/aiecs`. */
  readonly url: string | URL;
  readonly apiKey?: string | undefined;
  /** A JWT; a function is asked for each request, so that what expires can be renewed. */
  readonly token?: string | (() => string | Promise<string>) | undefined;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly reconnect?: ReconnectOptions | undefined;
  /** @default the global one */
  readonly fetch?: typeof globalThis.fetch | undefined;
};
