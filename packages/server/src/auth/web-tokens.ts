import { ValidationError } from "@aiecs/core";
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from "jose";
import { AccessError, unauthenticated } from "./access-error.ts";
import { algorithmsOf, type JwtConfig } from "./auth-config.ts";
import { type Environment, readSecret, readText } from "./read-secret.ts";
import { rememberTokens } from "./remember-tokens.ts";
import { isScope, type Scope } from "./scope.ts";
import { isUserId, type Quotas, type User } from "./user.ts";

export interface WebTokens {
  /** @throws AccessError 401 when the token does not hold, 503 when the issuer's keys cannot be had */
  verify(token: string): Promise<User>;
}

export type WebTokensOptions = {
  readonly config: JwtConfig;
  readonly quotas: Quotas;
  readonly environment: Environment;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

const defaultSkewS = 30;
const leastSecretBytes = 32;
const keyFetch = { timeoutDuration: 5_000, cooldownDuration: 30_000, cacheMaxAge: 600_000 };

/** Checks tokens of one issuer: signature, algorithm, issuer, audience and time. */
export function createWebTokens({ config, quotas, environment, now }: WebTokensOptions): WebTokens {
  const key = createKeySource(config, environment);
  const { issuer, clock_skew_s: skewS = defaultSkewS } = config;
  const audience = typeof config.audience === "string" ? config.audience : [...config.audience];
  const algorithms = [...(config.algorithms ?? algorithmsOf(config))];
  const common = { issuer, audience, algorithms, clockTolerance: skewS, requiredClaims: ["exp", "sub"] };
  const check = async (token: string): Promise<User> => {
    let payload: JWTPayload;
    try {
      ({ payload } = await jwtVerify(token, key, { ...common, currentDate: new Date(now()) }));
    } catch (error) {
      throw toAccessError(error);
    }
    return userOf(payload, config, quotas, skewS);
  };
  return { verify: rememberTokens(check, { now }) };
}

function createKeySource(config: JwtConfig, environment: Environment): JWTVerifyGetKey {
  const { jwks_url: url, jwks_file: file } = config;
  if (url !== undefined) return createRemoteKeySource(new URL(url));
  if (file !== undefined) return createLocalJWKSet(readKeySet(file));
  const secret = readSecret({ env: config.secret_env, file: config.secret_file }, "auth.jwt", environment);
  const bytes = new TextEncoder().encode(secret);
  if (bytes.length < leastSecretBytes) {
    throw new ValidationError(
      `auth.jwt: expected a secret of at least ${leastSecretBytes} bytes, received ${bytes.length}`,
    );
  }
  return async () => bytes;
}

function readKeySet(file: string): JSONWebKeySet {
  try {
    const keySet: JSONWebKeySet = JSON.parse(readText(file, "auth.jwt.jwks_file"));
    // Says whether it is one.
    createLocalJWKSet(keySet);
    return keySet;
  } catch (cause) {
    if (cause instanceof ValidationError) throw cause;
    throw new ValidationError(`auth.jwt.jwks_file: ${file} is no JSON Web Key Set`, { cause });
  }
}

/** Tells an issuer that does not answer from a token that does not hold. */
function createRemoteKeySource(url: URL): JWTVerifyGetKey {
  const keyOf = createRemoteJWKSet(url, keyFetch);
  return async (header, token) => {
    try {
      return await keyOf(header, token);
    } catch (error) {
      if (isFaultOfToken(error)) throw error;
      throw new AccessError(503, "The keys of the token's issuer cannot be had at the moment", { "Retry-After": "5" });
    }
  };
}

function isFaultOfToken(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  );
}

/** What a token lacks is said in general terms: who holds a good one never sees it. */
function toAccessError(error: unknown): AccessError {
  if (error instanceof AccessError) return error;
  const message = error instanceof errors.JWTExpired ? "The token has expired" : "The token is not valid here";
  return unauthenticated(message, "invalid_token");
}

function userOf(payload: JWTPayload, config: JwtConfig, quotas: Quotas, skewS: number): User {
  const { sub, exp = 0 } = payload;
  if (!isUserId(sub)) throw unauthenticated("The token's `sub` names no user", "invalid_token");
  return {
    id: sub,
    scopes: scopesOf(payload, config),
    tools: toolsOf(payload, config),
    quotas: { ...quotas, ...config.quotas },
    expiresAt: (exp + skewS) * 1000,
  };
}

function scopesOf(payload: JWTPayload, { scopes = [] }: JwtConfig): ReadonlySet<Scope> {
  const claimed = payload.scope ?? payload.scp;
  if (claimed === undefined) return new Set(scopes);
  return new Set(textsOf(claimed, "scope").filter(isScope));
}

function toolsOf(payload: JWTPayload, { tools, tools_claim: claim }: JwtConfig): readonly string[] | undefined {
  if (claim === undefined) return tools;
  const claimed = Object.hasOwn(payload, claim) ? payload[claim] : undefined;
  return claimed === undefined ? (tools ?? []) : textsOf(claimed, claim);
}

function textsOf(claimed: unknown, name: string): readonly string[] {
  if (typeof claimed === "string") return claimed.split(" ").filter((item) => item !== "");
  if (Array.isArray(claimed) && claimed.every((item) => typeof item === "string")) return claimed;
  throw unauthenticated(`The token's claim '${name}' is neither a text nor a list of texts`, "invalid_token");
}
