/** What a credential may be used for. */
export const scopes = ["execute", "tasks:read", "tasks:write", "admin"] as const;

export type Scope = (typeof scopes)[number];

/** Who may use a route: anybody, or whose credential has the scope. */
export type Access = "public" | Scope;

export function isScope(value: unknown): value is Scope {
  return scopes.some((scope) => scope === value);
}

/** What a key may be used for where the config does not say. */
export const usualScopes: readonly Scope[] = ["execute", "tasks:read", "tasks:write"];
