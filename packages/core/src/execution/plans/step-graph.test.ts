import { describe, expect, it } from "vitest";
import type { Step } from "#contracts/plan.ts";
import { buildStepGraph, type StepGraphOptions } from "./step-graph.ts";

const anyOrder: StepGraphOptions = { previousCount: 0, ordered: false };

function waits(items: readonly unknown[], options: StepGraphOptions = anyOrder) {
  const { steps, errors } = buildStepGraph(items, options);
  return { errors: errors.map(({ message, path }) => [path, message]), steps: steps.map((s) => [s.needs, s.follows]) };
}

const call = (keys: Partial<Step> = {}): Step => ({ operation: "a.b", ...keys });

describe("buildStepGraph", () => {
  it("[REF-10] tells what data a step needs from what it merely comes after", () => {
    const items = [
      call({ id: "first" }),
      call({ params: { x: ["$result[0]", { y: "{{ $result[-1].z }}" }] } }),
      call({ when: "result[1] != null", after: ["first"] }),
      call({ each: "$steps.first.files", params: { x: "$item", y: "$result[2]" } }),
    ];
    expect(waits(items)).toEqual({
      errors: [],
      steps: [
        [[], []],
        [[0], []],
        [[], [1, 0]],
        [[0, 2], []],
      ],
    });
  });

  it("compiles nothing where there is nothing to resolve", () => {
    const [step] = buildStepGraph([call({ params: { x: "plain", y: [1, "$5.00"] } })], anyOrder).steps;
    expect(step).toMatchObject({ params: undefined, when: undefined, each: undefined, problems: [] });
  });

  it("[REF-11] counts earlier results, and waits for none of them", () => {
    const { steps, ids, errors } = buildStepGraph(
      [
        call({ id: "x", params: { a: "$result[1]", b: "$result[-2]" } }),
        call({ params: { a: "$steps.x", b: "$result[0]" } }),
      ],
      { previousCount: 2, ordered: true },
    );
    expect(errors).toEqual([]);
    expect(steps.map(({ needs }) => needs)).toEqual([[], [0]]);
    expect(steps[1]?.params?.dependsOn).toEqual([0, 2]);
    expect(ids.get("x")).toBe(2);
  });

  it("[REF-6] finds every static error of all steps at once", () => {
    const items = [
      call({ id: "a", params: { x: "$result[5]" } }),
      call({ id: "a", params: { x: "$steps.late", y: "$result[1]" } }),
      call({ when: "1 +" }),
      call({ id: "late", params: { x: "$item", y: "$result[0]junk" }, after: ["lat", "nobody"] }),
    ];
    const { errors } = waits(items);
    expect(errors.map(([path]) => path)).toEqual([
      "steps[1].id",
      "steps[0].params.x",
      "steps[1].params.x",
      "steps[1].params.y",
      "steps[2].when",
      "steps[3].params.x",
      "steps[3].params.y",
      "steps[3].after[0]",
      "steps[3].after[1]",
    ]);
    expect(errors.map(([, message]) => message)).toEqual([
      "Step id 'a' is taken already by step 0",
      "Referenced result index 5 out of range",
      "Step 'late' does not come before step 1",
      "Referenced result index 1 out of range",
      expect.stringContaining("1 +"),
      "$item has a meaning only in a step with 'each'",
      expect.stringMatching(/^Malformed reference '\$result\[0\]junk' at column 11/),
      "No step has the id 'lat'",
      "No step has the id 'nobody'",
    ]);
    expect(
      buildStepGraph(items, anyOrder).errors.find(({ path }) => path === "steps[3].after[0]")?.did_you_mean,
    ).toEqual(["late"]);
  });

  it("[PLAN-2] lets `after` name later steps in a plan, and earlier ones only in a sequence", () => {
    const items = [call({ after: ["z"] }), call({ id: "z" })];
    expect(waits(items)).toEqual({
      errors: [],
      steps: [
        [[], [1]],
        [[], []],
      ],
    });
    expect(waits(items, { previousCount: 0, ordered: true }).errors).toEqual([
      ["steps[0].after[0]", "Step 'z' does not come before step 0"],
    ]);
  });

  it("[REF-6] names the steps of a circle", () => {
    const items = [
      call({ id: "a", after: ["c"] }),
      call({ id: "b", params: { x: "$result[0]" } }),
      call({ id: "c", when: "steps.b != null" }),
      call({ after: ["d"] }),
      call({ id: "d", after: ["a"], params: { x: "$result[3]" } }),
      call({ id: "self", after: ["self"] }),
    ];
    expect(waits(items).errors).toEqual([
      ["steps[5].after[0]", "Step 'self' does not come before step 5"],
      ["steps[0].after", "Steps wait for each other: 'a' after 'c' after 'b' after 'a'"],
      ["steps[3].after", "Steps wait for each other: step 3 after 'd' after step 3"],
    ]);
  });

  it("names the first steps of a long circle", () => {
    const items = Array.from({ length: 2_000 }, (_, index) =>
      index === 0
        ? call({ after: ["last"] })
        : call({ ...(index === 1_999 && { id: "last" }), params: { x: "$result[-1]" } }),
    );
    const { errors } = waits(items);
    expect(errors).toHaveLength(1);
    expect(errors[0]?.[1]).toMatch(/^Steps wait for each other: step 0 after 'last' after step 1998 .* after …$/);
  });

  it("[OE-8] keeps what is no step among the others, with what is wrong with it", () => {
    const { steps, errors } = buildStepGraph(
      [call(), 5, null, { operation: 7, when: 1, after: 3, extra: 1 }],
      anyOrder,
    );
    expect(errors).toEqual([]);
    expect(steps.map(({ problems }) => problems.map(({ path }) => path))).toEqual([
      [],
      ["steps[1]"],
      ["steps[2]"],
      ["steps[3].operation", "steps[3].when", "steps[3].after", "steps[3].extra"],
    ]);
    expect(steps[1]?.step).toEqual({ operation: "" });
  });

  it("[REF-9] refuses cyclic parameters without following them for ever", () => {
    const params: Record<string, unknown> = { x: "$result[0]" };
    params.self = params;
    const { errors } = buildStepGraph([call({ params })], anyOrder);
    expect(errors.map(({ code }) => code)).toContain("E001");
  });

  it("grows with the number of steps, not faster", () => {
    const lists = (length: number) => ({
      plain: Array.from({ length }, (_, a) => call({ params: { a, b: "text" } })),
      chained: Array.from({ length }, (_, index) => call({ params: { a: index === 0 ? 1 : "$result[-1].sum" } })),
      ahead: Array.from({ length }, (_, index) =>
        call({ id: `s${index}`, after: index + 1 < length ? [`s${index + 1}`] : [] }),
      ),
    });
    const many = lists(100_000);
    const writes = () => "anything" as const;
    const startMs = performance.now();
    for (const items of Object.values(many)) {
      const { errors, steps } = buildStepGraph(items, { ...anyOrder, writes });
      expect(errors).toEqual([]);
      expect(steps.reduce((sum, { needs, follows }) => sum + needs.length + follows.length, 0)).toBeLessThan(200_001);
    }
    // A second would do on a quiet machine; anything quadratic takes minutes.
    expect(performance.now() - startMs).toBeLessThan(15_000);
  });
});
