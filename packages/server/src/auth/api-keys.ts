import { createHash, timingSafeEqual } from "node:crypto";
import type { ApiKeyConfig } from "./auth-config.ts";
import { type Environment, readSecret } from "./read-secret.ts";
import { usualScopes } from "./scope.ts";
import type { Quotas, User } from "./user.ts";

export interface ApiKeys {
  /** Whose key it is. How long the answer takes does not depend on how much of a key is right. */
  find(key: string): User | undefined;
}

export type ApiKeysOptions = {
  readonly keys: readonly ApiKeyConfig[];
  /** Of users whose key says nothing of its own. */
  readonly quotas: Quotas;
  readonly environment: Environment;
};

/** Keeps hashes only: the keys themselves are forgotten at once. */
export function createApiKeys({ keys, quotas, environment }: ApiKeysOptions): ApiKeys {
  const known = keys.map((config, index) => ({
    digest: digestOf(config, `auth.api_keys[${index}]`, environment),
    user: userOf(config, quotas),
  }));
  return {
    find(key) {
      const digest = sha256(key);
      let found: User | undefined;
      // All of them, also after one has fitted.
      for (const candidate of known) if (timingSafeEqual(candidate.digest, digest)) found = candidate.user;
      return found;
    },
  };
}

function digestOf({ key_sha256, key_env: env, key_file: file }: ApiKeyConfig, path: string, environment: Environment) {
  if (key_sha256 !== undefined) return Buffer.from(key_sha256, "hex");
  return sha256(readSecret({ env, file }, path, environment));
}

function userOf({ user, scopes = usualScopes, tools, quotas }: ApiKeyConfig, common: Quotas): User {
  return { id: user, scopes: new Set(scopes), tools, quotas: { ...common, ...quotas }, expiresAt: undefined };
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
