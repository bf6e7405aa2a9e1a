import { describe, expect, it } from "vitest";
import type { Limits, Operation } from "#contracts/operation.ts";
import type { Tool } from "#contracts/tool.ts";
import { type ConfigInput, resolveConfig } from "../config.ts";
import { areSameWishes, checkWishes, decidePolicy, fromStepRetry, type PolicyOverrides, wishesOf } from "./policy.ts";

type Setting = {
  readonly operation?: Partial<Operation>;
  readonly tool?: Limits;
  readonly config?: ConfigInput;
  readonly wishes?: PolicyOverrides;
};

function decide({ operation, tool, config, wishes = {} }: Setting) {
  const work: Operation = { description: "", inputSchema: {}, execute: () => 1, ...operation };
  const owner: Tool = { name: "t", description: "", version: "1", operations: { work }, ...tool };
  return decidePolicy(owner, work, resolveConfig(config), wishes);
}

const readOnly = { annotations: { readOnly: true } };

describe("the time-out of a call", () => {
  it("is the call's wish, else the tighter of the operation's and the tool's, else the config's", () => {
    expect(decide({}).timeoutMs).toBe(30_000);
    expect(decide({ config: { timeout_ms: 500 } }).timeoutMs).toBe(500);
    expect(decide({ operation: { timeoutMs: 2000 } }).timeoutMs).toBe(2000);
    expect(decide({ operation: { timeoutMs: 2000 }, tool: { timeoutMs: 100 } }).timeoutMs).toBe(100);
    expect(decide({ operation: { timeoutMs: 2000 }, wishes: { timeoutMs: 9000 } }).timeoutMs).toBe(9000);
  });

  it("is none where 0 or null says so", () => {
    for (const timeout_ms of [0, null]) expect(decide({ config: { timeout_ms } }).timeoutMs).toBeUndefined();
    expect(decide({ operation: { timeoutMs: 0 } }).timeoutMs).toBeUndefined();
    expect(decide({ operation: { timeoutMs: 0 }, tool: { timeoutMs: 100 } }).timeoutMs).toBe(100);
    expect(decide({ wishes: { timeoutMs: 0 } }).timeoutMs).toBeUndefined();
  });
});

describe("the retries of a call", () => {
  it("[RETRY-1] are none unless somebody asks, and for nothing but what is safe to repeat", () => {
    const retry = { maxAttempts: 3 };
    expect(decide({ operation: readOnly }).retry).toBeUndefined();
    expect(decide({ operation: { retry }, wishes: { retry }, tool: { retry } }).retry).toBeUndefined();
    expect(decide({ operation: { ...readOnly, retry } }).retry).toEqual({
      maxAttempts: 3,
      backoffMs: 200,
      factor: 2,
      maxBackoffMs: 10_000,
      jitter: true,
    });
    expect(decide({ operation: { annotations: { idempotent: true } }, tool: { retry } }).retry).toMatchObject(retry);
    expect(decide({ operation: readOnly, config: { retry: { max_attempts: 4 } } }).retry).toMatchObject({
      maxAttempts: 4,
    });
  });

  it("are the call's wish first, then the operation's, the tool's, the config's", () => {
    const setting: Setting = {
      operation: { ...readOnly, retry: { maxAttempts: 3 } },
      tool: { retry: { maxAttempts: 4 } },
      config: { retry: { max_attempts: 5 } },
    };
    expect(decide({ ...setting, wishes: { retry: { maxAttempts: 2, jitter: false } } }).retry).toMatchObject({
      maxAttempts: 2,
      jitter: false,
    });
    expect(decide(setting).retry).toMatchObject({ maxAttempts: 3 });
    expect(decide({ ...setting, wishes: { retry: { maxAttempts: 1 } } }).retry).toBeUndefined();
  });

  it("keep what a plan file says of them", () => {
    const retry = { max_attempts: 3, backoff_ms: 1, factor: 3, max_backoff_ms: 9, jitter: false };
    const same = { maxAttempts: 3, backoffMs: 1, factor: 3, maxBackoffMs: 9, jitter: false };
    expect(fromStepRetry(retry)).toEqual(same);
    expect(fromStepRetry({ max_attempts: 2 })).toEqual({ maxAttempts: 2 });
  });
});

describe("the cache of a call", () => {
  it("[CACHE-2] is for what is read-only and asks for it, by itself or by the call", () => {
    const cache = { ttlS: 5 };
    expect(decide({ operation: readOnly }).cache).toBeUndefined();
    expect(decide({ operation: { cache }, wishes: { cache: { ttl_s: 5 } } }).cache).toBeUndefined();
    expect(decide({ operation: { ...readOnly, cache: {} } }).cache).toEqual({ scope: "task", ttlS: 3600, files: [] });
    expect(decide({ operation: readOnly, wishes: { cache: { scope: "user" } } }).cache).toMatchObject({
      scope: "user",
    });
    const declared = { ...readOnly, cache: { ttlS: 5, scope: "global", files: ["path"] } } as const;
    expect(decide({ operation: declared, wishes: { cache: { ttl_s: 9 } } }).cache).toEqual({
      scope: "global",
      ttlS: 9,
      files: ["path"],
    });
  });

  it("[CACHE-2] is off for a call that says so, and for all when the config does", () => {
    const operation = { ...readOnly, cache: {} };
    expect(decide({ operation, wishes: { cache: false } }).cache).toBeUndefined();
    expect(decide({ operation, config: { enable_cache: false } }).cache).toBeUndefined();
  });
});

describe("wishes", () => {
  it("are none in the common case", () => {
    expect(wishesOf({ userId: "ann", taskId: "t1", deadlineMs: 5 })).toBeUndefined();
    expect(wishesOf({ cache: false })).toMatchObject({ cache: false });
  });

  it("are the same when they say the same", () => {
    expect(areSameWishes({ timeoutMs: 5, cache: { ttl_s: 1 } }, { timeoutMs: 5, cache: { ttl_s: 1 } })).toBe(true);
    expect(areSameWishes({ retry: { maxAttempts: 2 } }, { retry: { maxAttempts: 3 } })).toBe(false);
    expect(areSameWishes({ retry: { maxAttempts: 2 } }, { retry: { maxAttempts: 2, factor: 1 } })).toBe(false);
    expect(areSameWishes({ cache: false }, { cache: {} })).toBe(false);
    expect(areSameWishes({ cache: false }, {})).toBe(false);
    expect(areSameWishes({ executor: "thread" }, { executor: "main" })).toBe(false);
    expect(areSameWishes({ timeoutMs: 5 }, { timeoutMs: 6 })).toBe(false);
  });

  it("are refused when their numbers make no sense, all of them at once", () => {
    expect(() => checkWishes({ timeoutMs: 5, retry: { maxAttempts: 2 } })).not.toThrow();
    expect(() => checkWishes({ timeoutMs: -1, retry: { maxAttempts: Number.NaN, backoffMs: -2 } })).toThrow(
      "Invalid call options: timeoutMs: expected a number of at least 0, received -1; " +
        "retry.maxAttempts: expected a whole number of at least 1, received NaN; " +
        "retry.backoffMs: expected a number of at least 0, received -2",
    );
  });
});
