import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { errorTable } from "./error-table.ts";
import * as errors from "./errors.ts";
import { exitCodeOf, fromWireError, httpStatusOf, toWireError } from "./wire-error.ts";

const { ExecutionError, OverloadedError, ToolNotFoundError, OperationNotFoundError, ValidationError } = errors;

/** Those that are told otherwise than by their code. */
const statuses = new Map<unknown, number>([
  [ToolNotFoundError, 404],
  [OperationNotFoundError, 404],
  [errors.NotFoundError, 404],
  [errors.NotAllowedError, 403],
  [OverloadedError, 503],
]);

/** Every class of errors.ts but the base, whose constructor wants a code. */
const classes = Object.values(errors).filter((Class) => Class !== ExecutionError) as (typeof ValidationError)[];

const overTheWire = (error: errors.ExecutionError) => fromWireError(JSON.parse(JSON.stringify(toWireError(error))));

describe("errors on the wire", () => {
  it("[ERR-3] come out as the same class, code, message and details, whatever these are", () => {
    expect(classes.length).toBeGreaterThan(10);
    const details = fc.dictionary(
      fc.string(),
      fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown),
    );
    fc.assert(
      fc.property(fc.constantFrom(...classes), fc.string(), details, (Class, message, facts) => {
        const error = new Class(message, { details: facts, cause: new Error("inner") });
        const copy = overTheWire(error);
        expect(copy).toBeInstanceOf(Class);
        expect(copy.constructor).toBe(Class);
        expect([copy.name, copy.code, copy.message]).toEqual([error.name, error.code, error.message]);
        expect(copy.details).toEqual(error.details);
      }),
    );
  });

  it("[ERR-3] carry neither stack nor cause", () => {
    const wire = toWireError(new ValidationError("x", { cause: new Error("inner secret") }));
    expect(Object.keys(wire).sort()).toEqual(["code", "details", "message", "name"]);
    expect(JSON.stringify(wire)).not.toMatch(/stack|inner secret|wire-error\.test/);
  });

  it("keep their code where the class is not known, and take no name for a class that is none", () => {
    for (const name of ["ExecutionError", "SomethingNew", "constructor", "__proto__"]) {
      const error = fromWireError({ name, code: "E006", message: "x", details: { a: 1 } });
      expect(error.constructor).toBe(ExecutionError);
      expect(error).toMatchObject({ code: "E006", message: "x", details: { a: 1 } });
    }
  });

  it("keep the whole text in details when their message is shortened", () => {
    const long = "x".repeat(5_000);
    const error = overTheWire(new ValidationError(long, { details: { a: 1 } }));
    expect(error.message).toHaveLength(2_000);
    expect(error.message.endsWith("x…")).toBe(true);
    expect(error.details).toEqual({ message: long, a: 1 });
    expect(overTheWire(error)).toMatchObject({ message: error.message, details: error.details });
  });
});

describe("the doors", () => {
  it("[ERR-1] give each error its code's status and exit code, but for unknown names, refusals and overload", () => {
    for (const Class of classes) {
      const error = new Class("x");
      const traits = errorTable[error.code];
      const isUnknown = error instanceof ToolNotFoundError || error instanceof OperationNotFoundError;
      expect(httpStatusOf(error)).toBe(statuses.get(Class) ?? traits.httpStatus);
      expect(exitCodeOf(error)).toBe(isUnknown ? 2 : traits.exitCode);
    }
  });

  it("[ERR-1] tell an overload by its reason, whatever else is known of it", () => {
    expect(new OverloadedError("x", { details: { waiting: 3 } }).details).toEqual({ reason: "overloaded", waiting: 3 });
  });
});
