import { type Clock, type Logger, systemClock, ValidationError } from "@aiecs/core";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { whenClosed } from "#http/when-closed.ts";
import { asksForSocket } from "#socket/asks-for-socket.ts";
import { AccessError, tooMuch } from "./access-error.ts";
import { type AuthConfig, hasCredentials } from "./auth-config.ts";
import { createAuthenticate } from "./authenticate.ts";
import { isLoopbackHost, isLoopbackHostHeader, isLoopbackOrigin } from "./loopback.ts";
import type { Environment } from "./read-secret.ts";
import type { Access, Scope } from "./scope.ts";
import { createTokenBuckets, type TokenBuckets } from "./token-buckets.ts";
import { createOnlyUser, nobody, type User } from "./user.ts";
import { createUserCounts, type UserCounts } from "./user-counts.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Who may use the route; every route says so. */
    readonly access?: Access;
    /** Whether its answer goes on until somebody ends it: counts against `max_connections`. */
    readonly staysOpen?: boolean;
  }
  interface FastifyRequest {
    /** On whose behalf it is made: known once the route's access was checked. */
    user: User;
  }
}

export type RegisterAuthOptions = {
  /** Null needs no credentials. */
  readonly auth: AuthConfig | null;
  /** The address to listen on. */
  readonly host: string;
  readonly clock?: Clock;
  /** Where secrets are. @default process.env */
  readonly environment?: Environment;
  readonly logger: Pick<Logger, "warn">;
};

/**
 * Lets nobody in who may not: to be called before any route is added. Routes say by `config.access` who may use them; one
 * that does not say it is not accepted.
 *
 * @throws E001 when the server would be open to other machines, or a secret cannot be had
 */
export function registerAuth(app: FastifyInstance, options: RegisterAuthOptions): void {
  const { host, clock = systemClock, environment = process.env, logger } = options;
  const auth = options.auth ?? {};
  const isOpen = !hasCredentials(auth);
  if (isOpen) refuseOpenHost(host);
  const refuseForeign = createRefuseForeign();
  const onlyUser = createOnlyUser(auth.quotas ?? {});
  const now = () => clock.now();
  const nowMs = () => clock.monotonicMs();
  const authenticate = createAuthenticate({ auth, environment, now, nowMs, logger });
  const buckets = createTokenBuckets({ nowMs });
  const calls = createUserCounts();
  const connections = createUserCounts();

  const admit = (request: FastifyRequest, reply: FastifyReply, user: User, scope: Scope) => {
    request.user = user;
    takeFromQuota(buckets, user, reply);
    refuseWithoutScope(user, scope);
    if (request.routeOptions.config.staysOpen) countConnection(connections, user, request, reply);
    // Whoever asks for something to be executed has it under way until the answer is over.
    if (scope === "execute" && request.method === "POST") countCall(calls, user, reply);
  };

  app.decorateRequest("user");
  app.addHook("onRoute", ({ url, config }) => {
    if (config?.access === undefined)
      throw new Error(`The route ${url} does not say in \`config.access\` who may use it`);
  });
  app.addHook("onRequest", (request, reply, done) => {
    if (isOpen) refuseForeign(request);
    const { access } = request.routeOptions.config;
    request.user = nobody;
    if (access === "public" || request.is404) return done();
    if (access === undefined) throw new Error(`The route ${request.url} lets nobody in`);
    const found = isOpen ? onlyUser : authenticate(request);
    if (!(found instanceof Promise)) {
      admit(request, reply, found, access);
      return done();
    }
    found.then((user) => admit(request, reply, user, access)).then(() => done(), done);
  });
}

function refuseOpenHost(host: string): void {
  if (isLoopbackHost(host)) return;
  throw new ValidationError(
    `host: without api_keys or jwt under auth the server listens on this machine alone (127.0.0.1, ::1 or localhost), received ${host}`,
  );
}

/** Where no credential is needed, a page from elsewhere must not speak for the user who looks at it. */
function createRefuseForeign(): (request: FastifyRequest) => void {
  // Nearly all requests say the same name, which need not be looked at again.
  let ownHost: string | undefined;
  return ({ headers: { host, origin } }) => {
    if (host === undefined || host !== ownHost) {
      if (!isLoopbackHostHeader(host)) {
        throw new AccessError(403, "Without credentials the server answers to this machine's own names alone");
      }
      ownHost = host;
    }
    if (origin !== undefined && !isLoopbackOrigin(origin)) {
      throw new AccessError(403, "Without credentials pages from elsewhere are not answered");
    }
  };
}

function refuseWithoutScope({ scopes }: User, scope: Scope): void {
  if (scopes.has(scope)) return;
  const own = [...scopes].join(", ") || "none";
  throw new AccessError(403, `This needs the scope '${scope}'; the credential has ${own}`, {
    "WWW-Authenticate": `Bearer realm="aiecs", error="insufficient_scope", scope="${scope}"`,
  });
}

function takeFromQuota(buckets: TokenBuckets, { id, quotas }: User, reply: FastifyReply): void {
  const limit = quotas.requests_per_minute;
  if (limit === undefined) return;
  const { allowed, remaining, resetS, retryAfterS } = buckets.take(id ?? "", limit);
  reply.headers({ "RateLimit-Limit": limit, "RateLimit-Remaining": remaining, "RateLimit-Reset": resetS });
  if (!allowed) throw tooMuch(`More than ${limit} requests within a minute`, retryAfterS);
}

function countCall(calls: UserCounts, user: User, reply: FastifyReply): void {
  const max = user.quotas.max_concurrent_calls;
  if (max === undefined) return;
  const leave = calls.enter(user, max);
  if (!leave) throw tooMuch(`${max} calls of this user are under way, which is as many as may be`, 1);
  whenClosed(reply.raw, leave);
}

function countConnection(connections: UserCounts, user: User, request: FastifyRequest, reply: FastifyReply): void {
  const max = user.quotas.max_connections;
  if (max === undefined) return;
  const leave = connections.enter(user, max);
  if (!leave) throw tooMuch(`${max} connections of this user are open, which is as many as may be`, retryConnectionS);
  // Of an upgraded connection no response is ever closed.
  const held = asksForSocket(request.raw) ? request.raw.socket : reply.raw;
  whenClosed(held, leave);
}

const retryConnectionS = 5;
