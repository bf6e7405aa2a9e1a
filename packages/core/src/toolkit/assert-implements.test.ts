import { describe, expect, it } from "vitest";
import { assertImplements } from "./assert-implements.ts";

const method = () => undefined;

describe("assertImplements", () => {
  it("[INT-6] names every missing method in one error", () => {
    const candidate = { executeOperation: method, batchExecuteOperations: "no method" };
    expect(() => assertImplements("IOperationExecutor", candidate)).toThrow(
      "Not an IOperationExecutor: missing batchExecuteOperations(), executeOperationsSequence(), executeParallelOperations()",
    );
    expect(() => assertImplements("IToolExecutor", candidate)).toThrow(
      expect.objectContaining({
        code: "E001",
        details: { interface: "IToolExecutor", missing: ["execute", "executeAsync"] },
      }),
    );
  });

  it("[INT-6] takes an object, an instance with inherited methods, or a function", () => {
    class Provider {
      getTool(): void {}
      hasTool(): void {}
    }
    expect(() => assertImplements("IToolProvider", new Provider())).not.toThrow();
    expect(() => assertImplements("IToolProvider", { getTool: method, hasTool: method })).not.toThrow();
    expect(() =>
      assertImplements("IToolProvider", Object.assign(method, { getTool: method, hasTool: method })),
    ).not.toThrow();
  });

  it("refuses what is no object at all", () => {
    for (const nothing of [undefined, null, 7, "text"]) {
      expect(() => assertImplements("ICacheProvider", nothing)).toThrow(
        "Not an ICacheProvider: missing generateCacheKey(), getFromCache(), addToCache()",
      );
    }
  });

  it("knows the five interfaces and no other", () => {
    const methods = [
      "executeOperation",
      "executeTask",
      "batchExecuteOperations",
      "batchExecuteTasks",
      "registerExecutor",
    ];
    const whole = Object.fromEntries(methods.map((name) => [name, method]));
    expect(() => assertImplements("ExecutionInterface", whole)).not.toThrow();
    for (const name of methods) {
      expect(() => assertImplements("ExecutionInterface", { ...whole, [name]: undefined })).toThrow(
        `missing ${name}()`,
      );
    }
    for (const unknown of ["IUnknown", "toString", "__proto__"]) {
      expect(() => assertImplements(unknown as never, whole)).toThrow(
        /Unknown interface '.*'; known are IToolProvider/,
      );
    }
  });
});
