/** Connections that stay open: sockets, and streams of events. */
export type ConnectionKind = "websocket" | "events";

/** Knows them, so that they can be counted, and told when the server stops. */
export interface Connections {
  /** `close` is called when the server stops, at once when it does already. The returned function says that it is gone. */
  add(kind: ConnectionKind, close: () => void): () => void;
  count(kind: ConnectionKind): number;
  /** Aborts when the server stops. */
  readonly closing: AbortSignal;
  /** Closes all there are, and whatever comes later. */
  closeAll(): void;
}

export function createConnections(): Connections {
  const open: { readonly [K in ConnectionKind]: Set<object> } = { websocket: new Set(), events: new Set() };
  const controller = new AbortController();
  const { signal } = controller;
  return {
    closing: signal,
    count: (kind) => open[kind].size,
    add(kind, close) {
      const entry = { close };
      open[kind].add(entry);
      signal.addEventListener("abort", close, { once: true });
      if (signal.aborted) close();
      return () => {
        open[kind].delete(entry);
        signal.removeEventListener("abort", close);
      };
    },
    closeAll: () => controller.abort(),
  };
}
