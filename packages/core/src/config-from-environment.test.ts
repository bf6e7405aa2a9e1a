import { describe, expect, it } from "vitest";
import { configFromEnvironment, environmentVariables } from "./config-from-environment.ts";

describe("configFromEnvironment", () => {
  it("[OE-12] reads every variable it knows, seconds as milliseconds where the key says so", () => {
    const environment = {
      TOOL_EXECUTOR_CACHE_SIZE: "7",
      TOOL_EXECUTOR_CACHE_TTL: "60",
      TOOL_EXECUTOR_MAX_WORKERS: "2",
      TOOL_EXECUTOR_MAX_CONCURRENCY: "8",
      TOOL_EXECUTOR_MAX_THREAD_MEMORY_MB: "256",
      TOOL_EXECUTOR_TIMEOUT: "1.5",
      TOOL_EXECUTOR_RATE_LIMIT: "0",
      TOOL_EXECUTOR_BATCH_SIZE: " 20 ",
      TOOL_EXECUTOR_ENABLE_CACHE: "False",
      TOOL_EXECUTOR_RETRY_ATTEMPTS: "3",
      TOOL_EXECUTOR_RETRY_BACKOFF: "0.5",
    };
    expect(Object.keys(environment).sort()).toEqual([...environmentVariables].sort());
    expect(configFromEnvironment(environment)).toEqual({
      cache_size: 7,
      cache_ttl_s: 60,
      max_workers: 2,
      max_concurrency: 8,
      max_thread_memory_mb: 256,
      timeout_ms: 1500,
      rate_limit_requests_per_second: 0,
      batch_size: 20,
      enable_cache: false,
      retry: { max_attempts: 3, backoff_ms: 500 },
    });
  });

  it("[OE-12] takes what is empty for absent, and knows 1 and 0", () => {
    expect(
      configFromEnvironment({ TOOL_EXECUTOR_CACHE_SIZE: "", TOOL_EXECUTOR_ENABLE_CACHE: " ", OTHER: "x" }),
    ).toEqual({});
    expect(configFromEnvironment({ TOOL_EXECUTOR_ENABLE_CACHE: "1" })).toEqual({ enable_cache: true });
    expect(configFromEnvironment({ TOOL_EXECUTOR_ENABLE_CACHE: "0" })).toEqual({ enable_cache: false });
  });

  it("[OE-12] names every variable that is wrong", () => {
    const environment = {
      TOOL_EXECUTOR_CACHE_SIZE: "many",
      TOOL_EXECUTOR_TIMEOUT: "Infinity",
      TOOL_EXECUTOR_RETRY_BACKOFF: "1",
      TOOL_EXECUTOR_ENABLE_CACHE: "perhaps",
    };
    expect(() => configFromEnvironment(environment)).toThrow(
      'Invalid environment: TOOL_EXECUTOR_CACHE_SIZE: expected a number, received "many"; ' +
        'TOOL_EXECUTOR_TIMEOUT: expected a number, received "Infinity"; ' +
        "TOOL_EXECUTOR_RETRY_BACKOFF: says nothing without TOOL_EXECUTOR_RETRY_ATTEMPTS; " +
        'TOOL_EXECUTOR_ENABLE_CACHE: expected true or false, received "perhaps"',
    );
  });
});
