import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { definitionName } from "./definition-name.ts";

const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,79}$/);

describe("definitionName", () => {
  it("joins tool and operation so that they can be told apart again", () => {
    expect(definitionName("pandas_tool", "read_csv")).toBe("pandas_tool__read_csv");
  });

  it("is a name that every provider takes, however long the parts are", () => {
    fc.assert(
      fc.property(name, name, (tool, operation) => {
        expect(definitionName(tool, operation)).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
      }),
    );
  });

  it("never gives two operations the same name", () => {
    const tricky = fc.stringMatching(/^[a_]{1,40}$/);
    fc.assert(
      fc.property(tricky, tricky, tricky, tricky, (tool, operation, otherTool, otherOperation) => {
        fc.pre(tool !== otherTool || operation !== otherOperation);
        expect(definitionName(tool, operation)).not.toBe(definitionName(otherTool, otherOperation));
      }),
    );
  });
});
