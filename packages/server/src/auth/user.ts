import type { ToolRule } from "@aiecs/core";
import { type Scope, scopes } from "./scope.ts";

/** How much one user may ask for; what is absent has no limit. */
export type Quotas = {
  readonly requests_per_minute?: number | undefined;
  /** Tasks that wait or run. */
  readonly max_open_tasks?: number | undefined;
  /** Requests that execute something, at once. */
  readonly max_concurrent_calls?: number | undefined;
  /** WebSockets and event streams, at once. */
  readonly max_connections?: number | undefined;
};

/** On whose behalf a request is made, as its credential says. */
export type User = {
  /** Undefined where the server knows no users. */
  readonly id: string | undefined;
  readonly scopes: ReadonlySet<Scope>;
  /** Undefined allows all tools. */
  readonly tools: ToolRule | undefined;
  readonly quotas: Quotas;
  /** When the credential runs out: milliseconds since 1970. */
  readonly expiresAt: number | undefined;
};

/** Everybody, on a server without credentials. */
export function createOnlyUser(quotas: Quotas): User {
  return { id: undefined, scopes: new Set(scopes), tools: undefined, quotas, expiresAt: undefined };
}

/** Who has shown no credential, where none is needed. */
export const nobody: User = {
  id: undefined,
  scopes: new Set(),
  tools: [],
  quotas: {},
  expiresAt: undefined,
};

/** What every call on behalf of the user says in its options. */
export function rightsOf(user: User): { readonly userId: string | undefined; readonly allow: ToolRule | undefined } {
  return { userId: user.id, allow: user.tools };
}

const maxIdLength = 256;

/** Texts that can name a user: they end in logs, headers of traces and file names. */
export function isUserId(value: unknown): value is string {
  return typeof value === "string" && value.length > 0 && value.length <= maxIdLength && !controlCharacter.test(value);
}

const controlCharacter = /\p{Cc}|\p{Zl}|\p{Zp}|\p{Cs}/u;
