import type { Logger } from "@aiecs/core";
import type { FastifyRequest } from "fastify";
import { AccessError, unauthenticated } from "./access-error.ts";
import { createApiKeys } from "./api-keys.ts";
import type { AuthConfig } from "./auth-config.ts";
import { readCredential } from "./credential.ts";
import { createFailedLogins } from "./failed-logins.ts";
import type { Environment } from "./read-secret.ts";
import type { User } from "./user.ts";
import { createWebTokens } from "./web-tokens.ts";

/** Says on whose behalf a request is made. @throws AccessError 401, 429 or 503 */
export type Authenticate = (request: FastifyRequest) => User | Promise<User>;

export type AuthenticateOptions = {
  readonly auth: AuthConfig;
  readonly environment: Environment;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Monotonic milliseconds. */
  readonly nowMs: () => number;
  readonly logger: Pick<Logger, "warn">;
};

const defaultFailuresPerMinute = 20;

/** Reads the secrets once. @throws E001 when one cannot be had */
export function createAuthenticate(options: AuthenticateOptions): Authenticate {
  const { auth, environment, now, nowMs, logger } = options;
  const { quotas = {}, max_failures_per_minute: perMinute = defaultFailuresPerMinute } = auth;
  const keys = createApiKeys({ keys: auth.api_keys ?? [], quotas, environment });
  const tokens = auth.jwt && createWebTokens({ config: auth.jwt, quotas, environment, now });
  const failed = createFailedLogins({ perMinute, nowMs });

  const refuse = (request: FastifyRequest, error: unknown): never => {
    if (error instanceof AccessError && error.statusCode === 401) {
      failed.count(request.ip);
      logger.warn({ address: request.ip, method: request.method, reason: error.message }, "Credential refused");
    }
    throw error;
  };

  return (request) => {
    const isUpgrade = request.headers.upgrade !== undefined;
    failed.check(request.ip);
    let credential: string | undefined;
    try {
      credential = readCredential(request.headers, isUpgrade);
    } catch (error) {
      return refuse(request, error);
    }
    if (credential === undefined) throw unauthenticated("A credential is needed: Authorization: Bearer, or X-API-Key");
    const user = keys.find(credential);
    if (user) return user;
    if (tokens && looksLikeToken(credential)) return tokens.verify(credential).catch((error) => refuse(request, error));
    return refuse(request, unauthenticated("The key is not known here", "invalid_token"));
  };
}

/** Three parts, the first of them a JSON object in base64url. */
function looksLikeToken(credential: string): boolean {
  return credential.startsWith("eyJ") && credential.split(".", 4).length === 3;
}
