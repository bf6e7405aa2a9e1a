export type NetworkRequest = {
  /** @default "GET" */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** The media types wanted. @default any */
  readonly accept?: string;
  /** The most that is read of the answer, after decompression. @default the config's `limits.max_file_bytes` */
  readonly maxBytes?: number;
  /** Ends the request early; the end of the call does so in any case. */
  readonly signal?: AbortSignal;
};

/** An answer whose body was read whole, within the limit. Plain data, so that it can cross to a thread. */
export type NetworkResponse = {
  /** The address that answered, after redirects. */
  readonly url: string;
  readonly status: number;
  /** The address as messages may show it: without query and fragment, where secrets stand. */
  readonly source: string;
  readonly contentType: string;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
};

/**
 * The network as operations may use it: private, loopback and link-local addresses are refused in every spelling, behind
 * names and redirects too, unless the config's `network.allow` names host and port.
 */
export interface NetworkAccess {
  /**
   * Sends an HTTP request. Redirects are followed for GET and HEAD only, each checked like the first address; one that
   * leads to another host gets no headers of the caller's but `accept`.
   *
   * @throws E001 for an address that is refused and an answer that is too large; for a status other than 2xx a plain
   * error with `status`, `retryable` and `retryAfterMs`
   */
  fetch(address: string, request?: NetworkRequest): Promise<NetworkResponse>;
  /** The address of a host, checked, for protocols other than HTTP: connect to it, not to the name. @throws E001 when it is refused */
  resolve(host: string, port: number): Promise<string>;
}
