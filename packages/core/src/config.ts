import { availableParallelism } from "node:os";
import type { ExecutorConfig } from "#contracts/config.ts";
import { ValidationError } from "#contracts/errors.ts";
import type { NetworkLimits, ResourceLimits } from "#contracts/limits.ts";
import { defaultLimits } from "#contracts/limits.ts";
import {
  atLeastZero,
  type Check,
  count,
  findProblems,
  flag,
  object,
  orNull,
  text,
  texts,
} from "#primitives/check-settings.ts";

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
