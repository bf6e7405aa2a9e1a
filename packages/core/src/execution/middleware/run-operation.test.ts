import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Operation } from "#contracts/operation.ts";
import type { IToolExecutor } from "#contracts/tool-executor.ts";
import { setUpCall } from "../../testing-fixtures/set-up-call.ts";
import { runOperation } from "./run-operation.ts";
import { timeOutAttempt } from "./time-out-attempt.ts";

function setUp(operation: Partial<Operation>, executor?: IToolExecutor) {
  const { call, operation: prepared, services } = setUpCall({ operation });
  const main = services.executors.get("main");
  if (!main) throw new Error("There is a main executor");
  return timeOutAttempt(undefined, services)(call, runOperation(prepared, executor ?? main, services));
}

describe("runOperation", () => {
  it("gives what the operation gives, at once or later", async () => {
    expect(await setUp({ execute: () => 7 })).toBe(7);
    expect(await setUp({ execute: async () => undefined })).toBeUndefined();
  });

  it("[ERR-2] turns whatever is thrown into E003 with the original as cause", async () => {
    for (const [thrown, words] of [
      [new RangeError("too far"), "too far"],
      ["just text", "just text"],
      [undefined, "undefined"],
    ] as const) {
      const execute = () => {
        throw thrown;
      };
      await expect(setUp({ execute })).rejects.toMatchObject({
        code: "E003",
        message: `Error executing work: ${words}`,
        cause: thrown,
      });
    }
  });

  it("refuses a result that breaks the output schema, which changes nothing of one that keeps it", async () => {
    const outputSchema = z.object({ sum: z.number().transform((sum) => sum + 1) });
    const value = { sum: 1, extra: true };
    expect(await setUp({ outputSchema, execute: () => value })).toBe(value);
    await expect(setUp({ outputSchema, execute: () => ({ sum: "1" }) })).rejects.toMatchObject({
      code: "E003",
      message: "t.work returned what its output schema does not allow: sum: expected number, received string",
      details: { reason: "invalid_output", problems: [{ path: "sum", message: "expected number, received string" }] },
    });
  });

  it("takes an executor's throw at once for a failure of the operation", async () => {
    const broken: IToolExecutor = {
      execute: () => undefined,
      executeAsync: () => {
        throw new Error("no connection");
      },
    };
    await expect(setUp({}, broken)).rejects.toThrow("Error executing work: no connection");
  });

  it("runs nothing outside an attempt", () => {
    const { call, operation, services } = setUpCall();
    const main = services.executors.get("main");
    expect(() => main && runOperation(operation, main, services)(call)).toThrow("within an attempt");
  });
});
