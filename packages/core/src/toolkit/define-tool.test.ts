import { describe, expect, it } from "vitest";
import { z } from "zod";
import { defineOperation } from "./define-operation.ts";
import { defineTool } from "./define-tool.ts";

const work = defineOperation({ description: "Works.", inputSchema: z.object({}), execute: () => 1 });
const basics = { name: "t", description: "A tool", version: "1.0.0" } as const;

const define =
  (operations: object, more: object = {}) =>
  () =>
    defineTool({ ...basics, operations, ...more } as never);

describe("defineTool", () => {
  it("gives the definition itself, frozen", () => {
    const definition = { ...basics, operations: { work } };
    const tool = defineTool(definition);
    expect(tool).toBe(definition);
    expect(Object.isFrozen(tool)).toBe(true);
  });

  it("[LIB-1] refuses names outside the grammar, and those that every object has", () => {
    for (const name of [
      "",
      "a b",
      "a.b",
      "1a",
      "ä",
      "constructor",
      "toString",
      "__proto__",
      "hasOwnProperty",
      7,
      null,
    ]) {
      expect(define({ work }, { name })).toThrow(/Invalid tool .*: name: expected a letter or _/);
    }
    expect(define({ toString: work, "a.b": work })).toThrow(
      /operations\.toString: expected a name.*operations\.a\.b: expected a name/,
    );
    expect(define({ read_csv: work, "_a-2": work })).not.toThrow();
  });

  it("[LIB-1] refuses an operation without an input schema, or with one that is none", () => {
    for (const inputSchema of [undefined, null, "text", 7, []]) {
      expect(define({ work: { ...work, inputSchema } })).toThrow(
        'Invalid tool "t": operations.work.inputSchema: expected a Standard Schema or a JSON Schema',
      );
    }
    expect(define({ work: { ...work, outputSchema: null } })).toThrow("operations.work.outputSchema: expected");
    expect(define({ work: { ...work, inputSchema: Object.assign(() => 1, { "~standard": {} }) } })).not.toThrow();
  });

  it("[THR-3] wants a module where operations run on threads", () => {
    const threaded = { ...work, runsOn: "thread" };
    expect(define({ threaded })).toThrow(/operations\.threaded\.runsOn: "thread" needs `module: import\.meta\.url`/);
    expect(define({ threaded }, { module: import.meta.url })).not.toThrow();
  });

  it("names every problem at once, also those of its numbers", () => {
    const operations = {
      broken: {
        inputSchema: {},
        execute: 1,
        timeoutMs: -1,
        maxConcurrency: 0,
        circuitBreaker: {},
        cache: { ttlS: "x" },
      },
      nothing: null,
    };
    const limits = { version: "", retry: { maxAttempts: 1.5, factor: -1 }, rateLimit: { perSecond: "many", burst: 0 } };
    expect(define(operations, limits)).toThrow(
      expect.objectContaining({
        code: "E001",
        details: {
          problems: [
            "version: expected a text such as 1.0.0",
            'rateLimit.perSecond: expected a number of at least 0, received "many"',
            "rateLimit.burst: expected a whole number of at least 1, received 0",
            "retry.maxAttempts: expected a whole number of at least 1, received 1.5",
            "retry.factor: expected a number of at least 0, received -1",
            "operations.broken.execute: expected a function",
            "operations.broken.timeoutMs: expected a number of at least 0, received -1",
            "operations.broken.maxConcurrency: expected a whole number of at least 1, received 0",
            "operations.broken.circuitBreaker.failures: expected a whole number of at least 1, received nothing",
            "operations.broken.circuitBreaker.resetMs: expected a number of at least 0, received nothing",
            'operations.broken.cache.ttlS: expected a number of at least 0, received "x"',
            "operations.nothing: expected what defineOperation returns",
          ],
        },
      }),
    );
    expect(define(operations, { operations: undefined })).toThrow(
      /operations: expected an object of operations by name/,
    );
  });
});
