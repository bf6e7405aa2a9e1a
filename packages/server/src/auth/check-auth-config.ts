import { unknownKey } from "#config-checks.ts";
import { algorithmsOf } from "./auth-config.ts";
import { isLoopbackHost } from "./loopback.ts";
import { isScope, scopes } from "./scope.ts";
import { isUserId } from "./user.ts";

/** Says what a value should have been, or nothing when it is right. */
type Check = (value: unknown) => string | undefined;
type Checks = { readonly [key: string]: Check };

const text: Check = (value) => (typeof value === "string" && value !== "" ? undefined : "a text");
const count: Check = (value) =>
  Number.isSafeInteger(value) && Number(value) >= 1 ? undefined : "a whole number of at least 1";
const seconds: Check = (value) =>
  typeof value === "number" && value >= 0 && value <= 300 ? undefined : "a number from 0 to 300";
const toolPattern = /^(?:\*|[A-Za-z_][A-Za-z0-9_-]*(?:\.(?:\*|[A-Za-z_][A-Za-z0-9_-]*))?)$/;
const tool: Check = (value) =>
  typeof value === "string" && toolPattern.test(value) ? undefined : "tool, tool.* or tool.operation";
const listOf =
  (what: string, check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every((item) => check(item) === undefined) ? undefined : `a list of ${what}`;
const object: Check = (value) => (isObject(value) ? undefined : "an object");
const scopeList = listOf(scopes.join(", "), (value) => (isScope(value) ? undefined : "a scope"));
const toolList = listOf("tool, tool.* or tool.operation", tool);

const authChecks: Checks = {
  api_keys: listOf("objects", object),
  jwt: object,
  quotas: object,
  max_failures_per_minute: count,
};
const keyChecks: Checks = {
  key_sha256: (value) =>
    typeof value === "string" && /^[0-9a-f]{64}$/i.test(value) ? undefined : "64 hexadecimal digits",
  key_env: text,
  key_file: text,
  user: (value) => (isUserId(value) ? undefined : "a text of 1 to 256 characters, none of them a control character"),
  scopes: scopeList,
  tools: toolList,
  quotas: object,
};
const jwtChecks: Checks = {
  issuer: text,
  audience: (value) =>
    text(value) === undefined || (Array.isArray(value) && value.length > 0 && value.every((item) => !text(item)))
      ? undefined
      : "a text or a list of texts",
  jwks_url: (value) => (isKeyUrl(value) ? undefined : "an https address, or http on this machine"),
  jwks_file: text,
  secret_env: text,
  secret_file: text,
  algorithms: listOf("texts", text),
  clock_skew_s: seconds,
  scopes: scopeList,
  tools_claim: text,
  tools: toolList,
  quotas: object,
};
const quotaChecks: Checks = {
  requests_per_minute: count,
  max_open_tasks: count,
  max_concurrent_calls: count,
  max_connections: count,
};

/** Everything that is wrong with an `auth` section, as `key.path: message`; nothing when it is an `AuthConfig`. */
export function checkAuthConfig(given: unknown, path = "auth"): string[] {
  if (!isObject(given)) return [`${path}: expected an object`];
  const problems = findProblems(given, authChecks, path);
  problems.push(...quotaProblems(given, path));
  if (Array.isArray(given.api_keys)) {
    given.api_keys.forEach((key: unknown, index) => {
      if (isObject(key)) problems.push(...apiKeyProblems(key, `${path}.api_keys[${index}]`));
    });
  }
  if (isObject(given.jwt)) problems.push(...jwtProblems(given.jwt, `${path}.jwt`));
  return problems;
}

function apiKeyProblems(key: Fields, path: string): string[] {
  const problems = findProblems(key, keyChecks, path);
  if ("key" in key) {
    problems.push(`${path}.key: a key does not belong in a config; give key_env, key_file or key_sha256`);
  }
  problems.push(...exactlyOne(key, ["key_sha256", "key_env", "key_file"], path), ...missing(key, ["user"], path));
  return [...problems, ...quotaProblems(key, path)];
}

function jwtProblems(jwt: Fields, path: string): string[] {
  const problems = findProblems(jwt, jwtChecks, path);
  problems.push(...exactlyOne(jwt, ["jwks_url", "jwks_file", "secret_env", "secret_file"], path));
  problems.push(...missing(jwt, ["issuer", "audience"], path), ...quotaProblems(jwt, path));
  if (problems.length > 0 || !Array.isArray(jwt.algorithms)) return problems;
  const possible = algorithmsOf(jwt);
  const wrong = jwt.algorithms.filter((name) => !possible.includes(String(name)));
  if (wrong.length === 0 && jwt.algorithms.length > 0) return [];
  return [`${path}.algorithms: expected some of ${possible.join(", ")}, received ${wrong.join(", ") || "none"}`];
}

type Fields = Readonly<Record<string, unknown>>;

function quotaProblems({ quotas }: Fields, path: string): string[] {
  return isObject(quotas) ? findProblems(quotas, quotaChecks, `${path}.quotas`) : [];
}

function findProblems(given: Fields, checks: Checks, path: string): string[] {
  const problems: string[] = [];
  for (const [key, value] of Object.entries(given)) {
    const check = Object.hasOwn(checks, key) ? checks[key] : undefined;
    const wanted = value === undefined ? undefined : check?.(value);
    if (!check && key !== "key") problems.push(`${path}.${key}: ${unknownKey(key, Object.keys(checks))}`);
    else if (wanted !== undefined) problems.push(`${path}.${key}: expected ${wanted}`);
  }
  return problems;
}

function exactlyOne(given: Fields, keys: readonly string[], path: string): string[] {
  const found = keys.filter((key) => given[key] !== undefined);
  return found.length === 1 ? [] : [`${path}: expected exactly one of ${keys.join(", ")}, received ${found.length}`];
}

function missing(given: Fields, keys: readonly string[], path: string): string[] {
  return keys.filter((key) => given[key] === undefined).map((key) => `${path}.${key}: required, but missing`);
}

function isKeyUrl(value: unknown): boolean {
  const url = typeof value === "string" ? URL.parse(value) : null;
  if (!url || url.username || url.password) return false;
  return url.protocol === "https:" || (url.protocol === "http:" && isLoopbackHost(url.hostname));
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
