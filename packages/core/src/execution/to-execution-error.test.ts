import { describe, expect, it } from "vitest";
import { OperationFailedError } from "#contracts/errors.ts";
import { toOperationError } from "./to-execution-error.ts";

const hostile: readonly (readonly [string, unknown])[] = [
  ["an object without a prototype", Object.create(null)],
  ["an object whose text is none", { toString: () => ({}) }],
  [
    "an error that refuses to be read",
    new Proxy(new Error("x"), {
      get() {
        throw new Error("trap");
      },
    }),
  ],
  [
    "a proxy without a prototype to be found",
    new Proxy(
      {},
      {
        getPrototypeOf() {
          throw new Error("trap");
        },
      },
    ),
  ],
];

describe("what tools throw", () => {
  it.each(hostile)("[ERR-2] is an error of the operation: %s", (_name, thrown) => {
    const error = toOperationError(thrown, "mean");
    expect(error).toBeInstanceOf(OperationFailedError);
    expect(error.message).toBe("Error executing mean: it threw what cannot be told as text");
    // Whoever logs it reads its cause, too.
    expect(error.cause).toBe(undefined);
  });

  it.each([[null], [undefined], ["text"], [5n], [Symbol("sign")]])("[ERR-2] is told as text: %s", (thrown) => {
    expect(toOperationError(thrown, "mean").message).toBe(`Error executing mean: ${String(thrown)}`);
  });
});
