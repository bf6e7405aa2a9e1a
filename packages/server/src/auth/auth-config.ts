import type { Scope } from "./scope.ts";
import type { Quotas } from "./user.ts";

/** A secret never stands in the config: it is read from the environment or from a file, or only its hash is known. */
export type ApiKeyConfig = {
  /** SHA-256 of the key, in hexadecimal digits. */
  readonly key_sha256?: string;
  /** Environment variable that holds the key. */
  readonly key_env?: string;
  /** File that holds the key. */
  readonly key_file?: string;
  readonly user: string;
  /** @default execute, tasks:read, tasks:write */
  readonly scopes?: readonly Scope[];
  /** `tool`, `tool.*` or `tool.operation`. @default all */
  readonly tools?: readonly string[];
  readonly quotas?: Quotas;
};

/** Tokens of an issuer: exactly one of `jwks_url`, `jwks_file`, `secret_env` and `secret_file` says how they are checked. */
export type JwtConfig = {
  readonly issuer: string;
  readonly audience: string | readonly string[];
  /** Where the issuer's public keys are: https, or http on this machine. */
  readonly jwks_url?: string;
  readonly jwks_file?: string;
  /** Environment variable that holds a shared secret of at least 32 bytes. */
  readonly secret_env?: string;
  readonly secret_file?: string;
  /** @default HS256 with a secret, else the usual ones of public keys */
  readonly algorithms?: readonly string[];
  /** By how much clocks may differ. @default 30 */
  readonly clock_skew_s?: number;
  /** Of tokens that name none in `scope` or `scp`. @default none */
  readonly scopes?: readonly Scope[];
  /** Claim that lists the tools: a list, or a text with spaces between. */
  readonly tools_claim?: string;
  /** Of tokens without that claim. @default none where there is a `tools_claim`, else all */
  readonly tools?: readonly string[];
  readonly quotas?: Quotas;
};

/** Who may use the server. Without keys and without tokens everybody on this machine may, and nobody else. */
export type AuthConfig = {
  readonly api_keys?: readonly ApiKeyConfig[];
  readonly jwt?: JwtConfig;
  /** Of users whose credential says nothing of its own. */
  readonly quotas?: Quotas;
  /** Wrong credentials that an address may show before it has to wait. @default 20 */
  readonly max_failures_per_minute?: number;
};

/** Whether a credential is needed. */
export function hasCredentials({ api_keys, jwt }: AuthConfig): boolean {
  return (api_keys !== undefined && api_keys.length > 0) || jwt !== undefined;
}

const publicKeyAlgorithms: readonly string[] = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
  "Ed25519",
];

const secretAlgorithms: readonly string[] = ["HS256", "HS384", "HS512"];

/** Tokens checked by a secret and tokens checked by public keys are two worlds: no algorithm is of both. */
export function algorithmsOf(jwt: {
  readonly secret_env?: unknown;
  readonly secret_file?: unknown;
}): readonly string[] {
  return jwt.secret_env !== undefined || jwt.secret_file !== undefined ? secretAlgorithms : publicKeyAlgorithms;
}
