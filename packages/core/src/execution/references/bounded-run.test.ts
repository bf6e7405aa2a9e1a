import { describe, expect, it } from "vitest";
import { runWithin } from "./bounded-run.ts";
import { compileCondition } from "./condition.ts";

describe("runWithin", () => {
  it("gives back what the work gives, undefined too", () => {
    expect(runWithin(1_000, () => "done")).toBe("done");
    expect(runWithin(1_000, () => undefined)).toBeUndefined();
  });

  it("throws what the work throws", () => {
    const error = new Error("mine");
    expect(() =>
      runWithin(1_000, () => {
        throw error;
      }),
    ).toThrow(error);
  });

  it("[SEC-1] stops a regular expression that backtracks without end", () => {
    expect(() => runWithin(20, () => /^(a+)+$/.test(`${"a".repeat(50)}b`))).toThrow("it took longer than 20 ms");
    expect(runWithin(1_000, () => "as good as new")).toBe("as good as new");
  });
});

describe("a condition that works too long", () => {
  const site = { position: 0, previousCount: 0, total: 1, ids: new Map(), each: false, path: "when" };
  const ask = (text: string, input: unknown) => {
    const outcome = () => {
      throw new Error("no step stands before");
    };
    return compileCondition(text, site).evaluate({ outcome, input, item: undefined, index: 0 });
  };
  const ten = "[0,1,2,3,4,5,6,7,8,9]";

  it.each([
    ["a pattern that backtracks", "input.text.matches('^(a+)+$')"],
    ["loops in loops", `${ten}.all(a, `.repeat(9) + "true" + ")".repeat(9)],
    [
      "lists that double",
      `${Array.from({ length: 60 }, (_, i) => `cel.bind(v${i}, ${i === 0 ? "[1]" : `v${i - 1} + v${i - 1}`}, `).join("")}true${")".repeat(60)}`,
    ],
    ["a loop over much data", "input.many.all(a, a in input.many)"],
  ])("[SEC-1] is stopped with E007: %s", (_title, text) => {
    const input = { text: `${"a".repeat(50)}b`, many: Array.from({ length: 30_000 }, (_, index) => index) };
    const started = performance.now();
    expect(() => ask(text, input)).toThrow(
      expect.objectContaining({ code: "E007", message: expect.stringContaining("it took longer than 1000 ms") }),
    );
    expect(performance.now() - started).toBeLessThan(8_000);
  });

  it("may read much when that is soon done", () => {
    const many = Array.from({ length: 200_000 }, () => 1);
    expect(ask("input.many.exists(a, a > 1) || size(input.many) == 200000", { many })).toBe(true);
  });
});
