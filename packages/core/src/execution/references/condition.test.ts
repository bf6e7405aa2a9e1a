import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TaskStepResult } from "#contracts/step-result.ts";
import { compileCondition } from "./condition.ts";
import type { ReferenceScope, ReferenceSite } from "./reference-site.ts";

const site: ReferenceSite = {
  position: 2,
  previousCount: 0,
  total: 4,
  ids: new Map([
    ["sales", 0],
    ["my-step", 0],
    ["broken", 1],
    ["later", 3],
  ]),
  each: true,
  path: "steps[2].when",
};

const outcomes = [
  new TaskStepResult({
    step: "tool.read",
    completed: true,
    result: { rows: 12, xs: [1, 2, 3], mixed: ["a", 1, null], name: "héllo", none: null, odd: { "a key": 1 } },
  }),
  new TaskStepResult({ step: "tool.broken", status: "failed", result: { rows: 1 } }),
];

const scope: ReferenceScope = {
  outcome: (index) => outcomes[index] ?? new TaskStepResult({ step: "none" }),
  input: { n: 3, list: [], empty: {}, zero: 0, text: "x" },
  item: { price: 9.5 },
  index: 4,
};

function ask(text: string, over: Partial<ReferenceScope> = {}): boolean {
  const { errors, evaluate } = compileCondition(text, site);
  expect(errors).toEqual([]);
  return evaluate({ ...scope, ...over });
}

describe("compileCondition", () => {
  it.each([
    "result[0].rows > 0",
    "result[0].rows == 12 && input.n < 4",
    "steps.sales.rows > 10",
    'steps["my-step"].name.startsWith("h")',
    "item.price > 9 && index == 4",
    "result[0].none == null",
    "result[0].name.size() == 5",
    "has(result[0].rows) && !has(result[0].nope)",
    "has(steps.sales.none) && !has(input.empty.x)",
    "'has(' != 'x' && has(input.n)",
    "result[0].xs.all(x, x > 0) && result[0].xs.exists_one(x, x == 2)",
    "result[0].xs.filter(x, x > 1).map(x, x * 10) == [20, 30]",
    "'rows' in result[0]",
    "result[0].odd['a key'] == 1",
    "cel.bind(r, result[0].rows, r > 3 && r < 20)",
    "result[0].name.matches('^h.*o$')",
    "input.text == 'x' ? true : false",
    "timestamp('2026-01-31T00:00:00Z').getFullYear() == 2026",
  ])("[REF-12] evaluates %s", (text) => {
    expect(ask(text)).toBe(true);
    expect(ask(`!(${text})`)).toBe(false);
  });

  it("[REF-12] shows a step that did not complete as null", () => {
    expect(ask("result[1] == null")).toBe(true);
    expect(ask("steps.broken == null")).toBe(true);
    expect(ask("result[0] == null")).toBe(false);
    expect(ask("result.exists(r, r == null)")).toBe(true);
    expect(() => ask("result[1].rows > 0")).toThrow("No such key: rows");
    expect(() => ask("has(result[1].rows)")).toThrow(expect.objectContaining({ code: "E007" }));
  });

  it("[REF-12] is E007, naming the condition and why, when it cannot be evaluated", () => {
    const failures: readonly (readonly [string, string])[] = [
      ["result[0].revenue > 0", "No such key: revenue"],
      ["result[0].xs[3] > 0", "No such key: index out of bounds, index 3 >= size 3"],
      ["result[0].name > 3", "no such overload: dyn<string> > double"],
      ["unknown > 3", "Unknown variable: unknown"],
      ["size(result[0].rows) > 1", "found no matching overload for 'size(double)'"],
      ["'abc'.substring(1.5) == ''", "expected a whole number, got 1.5"],
      ["result[0].none.x", "No such key: x"],
    ];
    for (const [text, reason] of failures) {
      expect(() => ask(text)).toThrow(
        expect.objectContaining({
          code: "E007",
          message: `Condition '${text}' cannot be evaluated: ${reason}`,
        }),
      );
    }
  });

  it.each(["1", "result[0].rows", "'true'", "result[0]", "null", "result[0].xs", "result[0].none"])(
    "[REF-12] is E007 when it gives no boolean: %s",
    (text) => {
      expect(() => ask(text)).toThrow(
        expect.objectContaining({
          code: "E007",
          message: expect.stringContaining(`'${text}' cannot be evaluated: expected true or false, got`),
        }),
      );
    },
  );

  it("[REF-12] finds syntax errors before anything runs, with the column", () => {
    const failures: readonly (readonly [string, string])[] = [
      ["result[0].rows >", "column 17"],
      ["result[0]. > 1", "column 12"],
      ["(1 < 2", "column 7"],
      ["", "column 1"],
      ["a == 'x", "column 6"],
      ["input.n > 1 &&\n  input.n <", "line 2, column 12"],
      ["xs.map(1, 2) == []", "column 8"],
    ];
    for (const [text, place] of failures) {
      const { errors, evaluate } = compileCondition(text, site);
      expect(errors).toEqual([
        {
          code: "E007",
          step: 2,
          path: "steps[2].when",
          message: expect.stringContaining(`Malformed condition '${text}' at ${place}: `),
        },
      ]);
      expect(() => evaluate(scope)).toThrow("Malformed condition");
    }
  });

  it("[REF-12] depends on the steps it names by literal, and on all before where it computes them", () => {
    const dependencies: readonly (readonly [string, readonly number[]])[] = [
      ["result[0].rows > 0", [0]],
      ["steps.broken == null", [1]],
      ['steps["sales"].rows > 0 || result[1] == null', [0, 1]],
      ["result[-1] == null", [1]],
      ["input.n > 1", []],
      ["result.size() == 2", [0, 1]],
      ["result[input.n - 3].rows == 12", [0, 1]],
      ["steps[input.text] == null", [0, 1]],
      ["'sales' in steps", [0, 1]],
      ["has(steps.sales.rows)", [0]],
      ["input.list.all(result, result == 1)", []],
      ["input.list.all(x, result[1] == x)", [1]],
      ["cel.bind(steps, input, steps.n == 3)", []],
    ];
    for (const [text, dependsOn] of dependencies) {
      expect({ text, dependsOn: compileCondition(text, site).dependsOn }).toEqual({ text, dependsOn });
    }
  });

  it("[REF-6] counts relative indices back from the step", () => {
    expect(ask("result[-2].rows == 12 && result[-1] == null")).toBe(true);
  });

  it.each([
    ["result[2] == null", "Referenced result index 2 out of range"],
    ["result[9].x > 1", "Referenced result index 9 out of range"],
    ["result[-3] == null", "Referenced result index -3 out of range"],
    ["steps.later.x > 1", "Step 'later' does not come before step 2"],
    ['steps["nope"] == null', "No step has the id 'nope'"],
  ])("[REF-6] refuses %s before anything runs", (text, message) => {
    const { errors } = compileCondition(text, site);
    expect(errors).toEqual([{ code: "E001", message, step: 2, path: "steps[2].when" }]);
  });

  it("[REF-6] suggests the id that was meant", () => {
    expect(compileCondition("steps.sale.x > 1", site).errors[0]?.did_you_mean).toEqual(["sales"]);
  });

  it("[REF-11] counts previous results first", () => {
    const { dependsOn, evaluate } = compileCondition("result[0].rows == 12 && size(result) == 1", {
      ...site,
      position: 1,
      previousCount: 1,
    });
    expect(dependsOn).toEqual([0]);
    expect(evaluate(scope)).toBe(true);
  });

  it("tells whether it must be asked for each element", () => {
    expect(compileCondition("item.price > 1", site).usesItem).toBe(true);
    expect(compileCondition("index > 1", site).usesItem).toBe(true);
    expect(compileCondition("input.list.all(item, item > 1)", site).usesItem).toBe(false);
    expect(compileCondition("input.item == 1", site).usesItem).toBe(false);
  });

  it("[REF-6] knows the element only inside each", () => {
    const { errors } = compileCondition("item > 1", { ...site, each: false });
    expect(errors).toEqual([
      { code: "E001", message: "'item' has a meaning only in a step with 'each'", step: 2, path: "steps[2].when" },
    ]);
  });

  it("takes names and types that cannot be for faults of the step, not for static errors", () => {
    for (const text of ["unknown > 1", "1", "'a' < 1", "size(1, 2) == 3"]) {
      const { errors, faults } = compileCondition(text, site);
      expect(errors).toEqual([]);
      expect(faults).toEqual([
        expect.objectContaining({
          code: "E007",
          path: "steps[2].when",
          message: expect.stringContaining(`Condition '${text}' cannot be evaluated`),
        }),
      ]);
    }
    expect(compileCondition("result[0].rows > 1", site).faults).toEqual([]);
  });

  it("[REF-9] takes 4,096 characters and refuses more with E007", () => {
    const longest = `${"1+".repeat(2_045)}1 > 0 `.padEnd(4_096, " ");
    expect(ask(longest)).toBe(true);
    const { errors } = compileCondition(`${longest} `, site);
    expect(errors).toEqual([
      expect.objectContaining({ code: "E007", message: expect.stringContaining("at most 4096 characters, got 4097") }),
    ]);
    expect(errors[0]?.message.length).toBeLessThan(400);
  });

  it("refuses nesting that no stack holds with E007", () => {
    const { evaluate } = compileCondition(`${"!".repeat(4_000)}true`, site);
    expect(() => evaluate(scope)).toThrow(expect.objectContaining({ code: "E007" }));
    const { errors } = compileCondition(`${"(".repeat(1_000)}true${")".repeat(1_000)}`, site);
    expect(errors).toMatchObject([{ code: "E007" }]);
  });

  it("takes a missing input for null", () => {
    expect(ask("input == null", { input: undefined })).toBe(true);
  });

  it("[REF-12] reads any text or refuses it with E007 or E001, never anything else", () => {
    const words =
      "result [0] . steps sales input item index ( ) && || ! == < > + - * / % 1 2.5 'a' \" [ ] { } : ? , in has size all exists x null true __proto__ constructor".split(
        " ",
      );
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 12 }), fc.constantFrom("", " "), (parts, space) => {
        const { errors, evaluate } = compileCondition(parts.join(space), site);
        for (const { code } of errors) expect(["E001", "E007"]).toContain(code);
        try {
          expect(typeof evaluate(scope)).toBe("boolean");
        } catch (error) {
          expect(error).toMatchObject({ code: expect.stringMatching(/^E00[17]$/) });
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
