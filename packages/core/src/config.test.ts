import { availableParallelism } from "node:os";
import { describe, expect, it } from "vitest";
import { resolveConfig } from "./config.ts";

const resolve = (given: object) => () => resolveConfig(given);

describe("resolveConfig", () => {
  it("[OE-12] fills in the defaults", () => {
    expect(resolveConfig()).toEqual({
      rate_limit_requests_per_second: 5,
      batch_size: 10,
      enable_cache: true,
      cache_size: 100,
      cache_max_bytes: 64 * 1024 * 1024,
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
      network: { allow: [] },
      limits: {
        max_file_bytes: 200 * 1024 * 1024,
        max_pixels: 50_000_000,
        max_pages: 2_000,
        max_expansion_bytes: 500 * 1024 * 1024,
        max_rows: 50_000_000,
      },
    });
  });

  it("[OE-12] keeps what is given, and takes undefined for not given", () => {
    const config = resolveConfig({
      batch_size: 3,
      timeout_ms: null,
      limits: { max_rows: 5 },
      retry: { max_attempts: 2 },
    });
    expect(config).toMatchObject({ batch_size: 3, timeout_ms: null, retry: { max_attempts: 2 } });
    expect(config.limits).toMatchObject({ max_rows: 5, max_pages: 2_000 });
    expect(resolveConfig({ batch_size: undefined } as object).batch_size).toBe(10);
  });

  it("[OE-12] names every bad value, with what was expected and what came", () => {
    for (const [given, message] of [
      [{ batch_size: 0 }, "batch_size: expected a whole number of at least 1, received 0"],
      [{ batch_size: 1.5 }, "batch_size: expected a whole number of at least 1, received 1.5"],
      [{ cache_ttl_s: "60" }, 'cache_ttl_s: expected a number of at least 0, received "60"'],
      [{ max_workers: Number.NaN }, "max_workers: expected a whole number of at least 1, received NaN"],
      [
        { timeout_ms: Number.POSITIVE_INFINITY },
        "timeout_ms: expected a number of at least 0, or null, received Infinity",
      ],
      [{ enable_cache: 1 }, "enable_cache: expected true or false, received 1"],
      [{ roots: [] }, "roots: expected a list of texts, received []"],
      [{ retry: {} }, "retry.max_attempts: required, but missing"],
      [{ retry: { max_attempts: 2, backof_ms: 1 } }, "retry.backof_ms: unknown key, did you mean backoff_ms?"],
      [
        { network: { allow: ["localhost"] } },
        'network.allow: expected a list of hosts as host:port, received ["localhost"]',
      ],
      [{ network: { alow: [] } }, "network.alow: unknown key, did you mean allow?"],
      [{ artifacts_folder: "" }, 'artifacts_folder: expected a text, received ""'],
      [{ __proto__x: 1 }, "__proto__x: unknown key"],
    ] as const) {
      expect(resolve(given)).toThrow(message);
      expect(resolve(given)).toThrow(expect.objectContaining({ code: "E001" }));
    }
    expect(resolve({ batch_size: 0, cache_size: -1, nonsense: 1 })).toThrow(
      /batch_size: .*; cache_size: .*; nonsense: unknown key/,
    );
  });

  it("is not led astray by keys that every object has", () => {
    expect(resolve(JSON.parse('{ "__proto__": 1 }'))).toThrow(/__proto__: unknown key/);
    expect(resolve({ toString: 1 })).toThrow(/toString: unknown key/);
  });
});
