import { ValidationError } from "@aiecs/core";
import type { AuthConfig } from "#auth/auth-config.ts";
import { checkAuthConfig } from "#auth/check-auth-config.ts";
import { type Check, type Checks, findProblems } from "./config-checks.ts";

/** How the server listens, and what it takes: in the keys of config files, under `server`. */
export type ServerConfig = {
  /** Others than this machine's own need `auth`. @default "127.0.0.1" */
  readonly host: string;
  /** 0 takes a free one. @default 8000 */
  readonly port: number;
  /** Largest body of a request. @default 10 MiB */
  readonly body_limit_bytes: number;
  /** How deep JSON may nest. @default 64 */
  readonly max_depth: number;
  /** @default 10_000 */
  readonly max_connections: number;
  /** How long a client may take to send the headers of a request. @default 10 */
  readonly header_timeout_s: number;
  /** How long it may take to send the whole request. @default 60 */
  readonly request_timeout_s: number;
  /** How long a connection is kept that nothing comes over. @default 72 */
  readonly keep_alive_s: number;
  /** How long what runs may go on once the server is to stop. @default 30 */
  readonly grace_s: number;
  /** How often an idle socket or event stream is written to. @default 15 */
  readonly heartbeat_s: number;
  /** A client that has more to read than this is dropped. @default 1 MiB */
  readonly max_socket_buffer_bytes: number;
  /** Addresses of proxies whose `X-Forwarded-For` is believed. @default none */
  readonly trusted_proxies: readonly string[];
  /** Who may do what. @default everybody on this machine everything */
  readonly auth: AuthConfig;
};

/** A config as files and callers give it: any part of it. */
export type ServerConfigInput = { readonly [K in keyof ServerConfig]?: ServerConfig[K] | undefined };

const mebibyte = 1024 * 1024;

const defaults: ServerConfig = Object.freeze({
  host: "127.0.0.1",
  port: 8000,
  body_limit_bytes: 10 * mebibyte,
  max_depth: 64,
  max_connections: 10_000,
  header_timeout_s: 10,
  request_timeout_s: 60,
  keep_alive_s: 72,
  grace_s: 30,
  heartbeat_s: 15,
  max_socket_buffer_bytes: mebibyte,
  trusted_proxies: [],
  auth: {},
});

const longestTimeS = 86_400;

const whole =
  (least: number, most: number = Number.MAX_SAFE_INTEGER): Check =>
  (value) => {
    if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) return undefined;
    return `a whole number of at least ${least}${most === Number.MAX_SAFE_INTEGER ? "" : ` and at most ${most}`}`;
  };
const seconds =
  (least: number): Check =>
  (value) =>
    typeof value === "number" && value >= least && value <= longestTimeS
      ? undefined
      : `a number of seconds from ${least} to ${longestTimeS}`;
const host: Check = (value) =>
  typeof value === "string" && /^[A-Za-z0-9.:_-]{1,253}$/.test(value) ? undefined : "a host name or an address";
const hosts: Check = (value) =>
  Array.isArray(value) && value.every((item) => host(item) === undefined || isNetwork(item))
    ? undefined
    : "a list of addresses or networks (10.0.0.0/8)";
const object: Check = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? undefined : "an object";

const checks: Checks<ServerConfig> = {
  host,
  port: whole(0, 65_535),
  body_limit_bytes: whole(1, 1024 * mebibyte),
  max_depth: whole(1, 10_000),
  max_connections: whole(1),
  header_timeout_s: seconds(0.1),
  request_timeout_s: seconds(0.1),
  keep_alive_s: seconds(0.1),
  grace_s: seconds(0),
  heartbeat_s: seconds(0.1),
  max_socket_buffer_bytes: whole(1024),
  trusted_proxies: hosts,
  auth: object,
};

/** Fills a config with defaults. @throws E001 naming every bad key and value at once, in `details.problems` too */
export function resolveServerConfig(given: ServerConfigInput = {}): ServerConfig {
  const problems = [...findProblems(given, checks)];
  if (given.auth && object(given.auth) === undefined) problems.push(...checkAuthConfig(given.auth, "auth"));
  if (problems.length > 0)
    throw new ValidationError(`Invalid server config: ${problems.join("; ")}`, { details: { problems } });
  const own = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { ...defaults, ...own };
}

function isNetwork(value: unknown): boolean {
  return typeof value === "string" && /^[0-9a-fA-F.:]+\/\d{1,3}$/.test(value);
}
