/** A connection, or an answer over one. */
export type Closable = { readonly destroyed: boolean; once(event: "close", listener: () => void): unknown };

/** Calls back once that is closed; at once when it is already: its client may have gone while the credential was checked. */
export function whenClosed(closable: Closable, callback: () => void): void {
  if (closable.destroyed) callback();
  else closable.once("close", callback);
}
