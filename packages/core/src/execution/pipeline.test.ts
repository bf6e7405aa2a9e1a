import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type CallSetUp, setUpCall } from "../testing-fixtures/set-up-call.ts";

/** How many links a call of the operation travels, counted by what each of them wraps around the next. */
function linksOf(setUp: CallSetUp): number {
  const { call } = setUpCall({ ...setUp, operation: { ...setUp.operation, execute: countFrames } });
  return depthOf(call.operation.run(call));
}

let frames = 0;

function countFrames(): number {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 200;
  const stack = new Error("here").stack ?? "";
  Error.stackTraceLimit = stackTraceLimit;
  frames = stack.split("\n").filter((line) => line.includes("/middleware/") || line.includes("/compose.ts")).length;
  return frames;
}

/** All links of a call that waits for nothing run before the first await returns. */
function depthOf(_work: Promise<unknown>): number {
  return frames;
}

const readOnly = { annotations: { readOnly: true } };

describe("the pipeline", () => {
  it("[PIPE-1] has only the links that an operation's policy needs", () => {
    const bare = linksOf({});
    expect(bare).toBeGreaterThan(5);
    expect(linksOf({ operation: { maxConcurrency: 4 } })).toBeGreaterThan(bare);
    expect(linksOf({ operation: { rateLimit: { perSecond: 9 } } })).toBeGreaterThan(bare);
    expect(linksOf({ toolLimits: { maxConcurrency: 4 } })).toBeGreaterThan(bare);
    expect(linksOf({ operation: { circuitBreaker: { failures: 1, resetMs: 1 } } })).toBeGreaterThan(bare);
    expect(linksOf({ operation: { ...readOnly, retry: { maxAttempts: 2 } } })).toBeGreaterThan(bare);
    expect(linksOf({ operation: { ...readOnly, cache: {} } })).toBeGreaterThan(bare);
    expect(linksOf({ operation: { ...readOnly, cache: {} }, config: { enable_cache: false } })).toBe(bare);
    expect(linksOf({ operation: { retry: { maxAttempts: 2 } } })).toBe(bare);
    expect(linksOf({ operation: { ...readOnly, retry: { maxAttempts: 1 } } })).toBe(bare);
  });

  it("[PIPE-1] is composed once per operation, and again only for what a call wishes otherwise", () => {
    const { services, operation } = setUpCall();
    const { operations } = services;
    expect(operations.get("t.work")).toBe(operation);
    const hurried = operations.get("t.work", { timeoutMs: 50 });
    expect(hurried.run).not.toBe(operation.run);
    expect(operations.get("t.work", { timeoutMs: 50 })).toBe(hurried);
    expect(operations.get("t.work", { timeoutMs: 60 })).not.toBe(hurried);
    expect(operations.get("t.work")).toBe(operation);
  });

  it("[PIPE-2] stands in one file, outermost link first", () => {
    const source = readFileSync(new URL("pipeline.ts", import.meta.url), "utf8");
    const links = source.slice(source.indexOf("const links"));
    const order = [
      "traceOperations",
      "recordHistory",
      "enforceDeadline",
      "resolveReferences",
      "validateInput",
      "reuseCached",
      "retry(",
      "limitRate",
      "limitConcurrency",
      "timeOutAttempt",
      "runOperation",
    ];
    const places = order.map((link) => links.indexOf(link));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
  });
});
