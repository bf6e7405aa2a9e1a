import { availableParallelism } from "node:os";
import type { ExecutorConfig } from "#contracts/config.ts";
import { ValidationError } from "#contracts/errors.ts";
import type { NetworkLimits, ResourceLimits } from "#contracts/limits.ts";
import { defaultLimits } from "#contracts/limits.ts";
import { didYouMean } from "#primitives/did-you-mean.ts";

const mebibyte = 1024 * 1024;

/** What holds where nobody says otherwise. */
export function defaultConfig(): ExecutorConfig {
  return {
    rate_limit_requests_per_second: 5,
    batch_size: 10,
    enable_cache: true,
    cache_size: 100,
    cache_max_bytes: 64 * mebibyte,
    cache_ttl_s: 3600,
    max_concurrency: 64,
    max_queue: 10_000,
    max_workers: availableParallelism(),
    max_thread_memory_mb: 512,
    timeout_ms: 30_000,
    retry: null,
    roots: ["."],
    artifacts_folder: ".aiecs/runs",
    artifact_retention_h: null,
    limits: defaultLimits,
    network: { allow: [] },
  };
}

/** A config as callers and files give it: any part of it. */
export type ConfigInput = Partial<Omit<ExecutorConfig, "limits" | "network">> & {
  readonly limits?: Partial<ResourceLimits>;
  readonly network?: Partial<NetworkLimits>;
};

/** Says what a value should have been, or nothing when it is right. */
type Check = (value: unknown) => string | undefined;

const count =
  (least: number): Check =>
  (value) =>
    Number.isInteger(value) && (value as number) >= least ? undefined : `a whole number of at least ${least}`;
const atLeastZero: Check = (value) =>
  typeof value === "number" && Number.isFinite(value) && value >= 0 ? undefined : "a number of at least 0";
const orNull =
  (check: Check): Check =>
  (value) => {
    const wanted = value === null ? undefined : check(value);
    return wanted && `${wanted}, or null`;
  };
const flag: Check = (value) => (typeof value === "boolean" ? undefined : "true or false");
const text: Check = (value) => (typeof value === "string" && value !== "" ? undefined : "a text");
const texts: Check = (value) =>
  Array.isArray(value) && value.length > 0 && value.every((item) => text(item) === undefined)
    ? undefined
    : "a list of texts";
const object: Check = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? undefined : "an object";

const checks: { readonly [K in keyof ExecutorConfig]: Check } = {
  rate_limit_requests_per_second: orNull(atLeastZero),
  batch_size: count(1),
  enable_cache: flag,
  cache_size: count(0),
  cache_max_bytes: count(0),
  cache_ttl_s: atLeastZero,
  max_concurrency: count(1),
  max_queue: count(0),
  max_workers: count(1),
  max_thread_memory_mb: count(16),
  timeout_ms: orNull(atLeastZero),
  retry: orNull(object),
  roots: texts,
  artifacts_folder: text,
  artifact_retention_h: orNull(atLeastZero),
  limits: object,
  network: object,
};

const retryChecks: { readonly [key: string]: Check } = {
  max_attempts: count(1),
  backoff_ms: atLeastZero,
  factor: atLeastZero,
  max_backoff_ms: atLeastZero,
  jitter: flag,
};

const limitChecks: { readonly [key: string]: Check } = Object.fromEntries(
  Object.keys(defaultLimits).map((key) => [key, count(1)]),
);

const hosts: Check = (value) =>
  Array.isArray(value) && value.every((item) => typeof item === "string" && /^\S+:\d+$/.test(item))
    ? undefined
    : "a list of hosts as host:port";

const networkChecks: { readonly [key: string]: Check } = { allow: hosts };

/** Fills a config with defaults. @throws E001 naming every bad key and value at once */
export function resolveConfig(given: ConfigInput = {}): ExecutorConfig {
  const problems = [...findProblems(given, checks, "")];
  if (given.retry && object(given.retry) === undefined) {
    problems.push(...findProblems(given.retry, retryChecks, "retry."));
    if (given.retry.max_attempts === undefined) problems.push("retry.max_attempts: required, but missing");
  }
  if (given.limits && object(given.limits) === undefined)
    problems.push(...findProblems(given.limits, limitChecks, "limits."));
  if (given.network && object(given.network) === undefined)
    problems.push(...findProblems(given.network, networkChecks, "network."));
  if (problems.length > 0)
    throw new ValidationError(`Invalid config: ${problems.join("; ")}`, { details: { problems } });
  const defaults = defaultConfig();
  const own = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const limits = { ...defaults.limits, ...given.limits };
  return { ...defaults, ...own, limits, network: { ...defaults.network, ...given.network } };
}

function* findProblems(given: object, known: { readonly [key: string]: Check }, prefix: string): Generator<string> {
  for (const [key, value] of Object.entries(given)) {
    const check = Object.hasOwn(known, key) ? known[key] : undefined;
    if (!check) yield `${prefix}${key}: unknown key${hintFor(key, Object.keys(known))}`;
    else if (value !== undefined) {
      const wanted = check(value);
      if (wanted !== undefined) yield `${prefix}${key}: expected ${wanted}, received ${show(value)}`;
    }
  }
}

function hintFor(key: string, known: readonly string[]): string {
  const [closest] = didYouMean(key, known);
  return closest === undefined ? ` (known are ${known.join(", ")})` : `, did you mean ${closest}?`;
}

function show(value: unknown): string {
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  return JSON.stringify(value) ?? typeof value;
}
