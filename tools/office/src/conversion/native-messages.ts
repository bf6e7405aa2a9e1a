import type { ResourceLimits } from "@aiecs/core";

/** What the thread is given at its start. */
export type NativeRequest = {
  readonly name: string;
  readonly extension: string;
  readonly content: Uint8Array;
  readonly limits: ResourceLimits;
};

/** The thread's one answer. */
export type NativeAnswer =
  | { readonly pdf: Uint8Array }
  /** The document cannot be read. */
  | { readonly invalid: string }
  /** The document can be read but not written fairly. */
  | { readonly unfit: string };
