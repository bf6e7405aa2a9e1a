/** Since when conditions hold, over successive checks. */
export interface HeldConditions {
  /** For how many seconds a condition has held now that it holds again. */
  hold(key: string, nowMs: number): number;
  /** Forgets the conditions of a scope that hold no longer. */
  keepOnly(scope: string, keys: ReadonlySet<string>): void;
}

const maxConditions = 10_000;

/** In memory; the condition that began longest ago is forgotten when there are too many. */
export function createHeldConditions(): HeldConditions {
  const since = new Map<string, number>();
  return {
    hold(key, nowMs) {
      const start = since.get(key) ?? nowMs;
      if (!since.has(key)) since.set(key, nowMs);
      for (const oldest of since.keys()) {
        if (since.size <= maxConditions) break;
        since.delete(oldest);
      }
      return (nowMs - start) / 1_000;
    },
    keepOnly(scope, keys) {
      for (const key of since.keys()) if (key.startsWith(scope) && !keys.has(key)) since.delete(key);
    },
  };
}
