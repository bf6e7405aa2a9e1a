import type { Plan, PlanAnalysis } from "@aiecs/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toDot } from "./dot.ts";
import { layOut } from "./layout.ts";
import { toMermaid } from "./mermaid.ts";
import { type PlanGraph, toPlanGraph } from "./plan-graph.ts";
import { toSvg } from "./svg.ts";

const plan: Plan = {
  name: 'a "plan"',
  steps: [
    { id: "first", operation: "t.a" },
    { operation: "t.b", when: 'result[0] < 5 && input.x == "</text>"' },
    { operation: "t.c", optional: true, each: "$result[0]" },
  ],
};
const analysis: PlanAnalysis = {
  valid: true,
  errors: [],
  graph: [
    { step: 0, depends_on: [] },
    { step: 1, depends_on: [0] },
    { step: 2, depends_on: [0, 1] },
  ],
  levels: [[0], [1], [2]],
  critical_path: [0, 1, 2],
};
const graph = toPlanGraph(plan, analysis);
const sizes = { stepWidth: 100, stepHeight: 40, gapX: 50, gapY: 10, margin: 5 };

describe("toMermaid", () => {
  it("draws every step and edge, and escapes what Mermaid would read", () => {
    const text = toMermaid(graph);
    expect(text).toContain('s0["first<br/>t.a"]');
    expect(text).toContain("s0 ==> s1");
    expect(text).toContain("s0 --> s2");
    expect(text).toContain("when result[0] #60; 5 #38;#38; input.x == #34;#60;/text#62;#34;");
  });
});

describe("toDot", () => {
  it("draws every step and edge, and escapes quotes", () => {
    const text = toDot(graph);
    expect(text).toContain('digraph "a \\"plan\\"" {');
    expect(text).toContain('s0 [label="first\\nt.a"];');
    expect(text).toContain("s0 -> s1 [penwidth=2];");
    expect(text).toContain("s0 -> s2;");
    expect(text).toContain('input.x == \\"</text>\\"');
  });
});

describe("toSvg", () => {
  it("draws one box per step and one line per edge, with all text escaped", () => {
    const svg = toSvg(graph);
    expect(svg.match(/<rect /g)).toHaveLength(3);
    expect(svg.match(/marker-end/g)).toHaveLength(3);
    expect(svg).toContain("&lt;/text&gt;");
    expect(svg).not.toContain('x == "</text>"');
    expect(svg).toContain('aria-label="a &quot;plan&quot;"');
  });

  it("refuses a plan too large for a picture, and says what to do", () => {
    const nodes = Array.from({ length: 1_001 }, (_, index) => ({ ...graph.nodes[0], index }) as PlanGraph["nodes"][0]);
    expect(() => toSvg({ ...graph, nodes })).toThrowError(
      expect.objectContaining({ hint: expect.stringContaining("dot") }),
    );
  });
});

describe("layOut", () => {
  it("puts each level right of the one before, and no two steps on the same spot", () => {
    fc.assert(
      fc.property(randomGraph(), (random) => {
        const { steps, edges } = layOut(random, sizes);
        expect(new Set([...steps.values()].map(({ x, y }) => `${x}/${y}`)).size).toBe(random.nodes.length);
        for (const [index, edge] of random.edges.entries()) {
          const points = edges[index] ?? [];
          expect(points[0]?.x).toBe((steps.get(edge.from)?.x ?? 0) + sizes.stepWidth);
          expect(points.at(-1)?.x).toBe(steps.get(edge.to)?.x);
          for (const [at, point] of points.entries()) expect(point.x).toBeGreaterThan(points[at - 1]?.x ?? -1);
        }
      }),
    );
  });

  it("leads a long edge round the steps of the columns it passes", () => {
    const { steps, edges } = layOut(graph, sizes);
    const middle = edges[1]?.[1];
    expect(middle?.x).toBe(steps.get(1)?.x);
    expect(middle?.y).not.toBe((steps.get(1)?.y ?? 0) + sizes.stepHeight / 2);
  });

  it("lays two independent chains side by side without crossing them", () => {
    const chains: PlanGraph = {
      name: "",
      nodes: [0, 1, 2, 3].map((index) => ({ index, title: "", operation: "", notes: [], mayBeSkipped: false })),
      edges: [
        { from: 0, to: 3, critical: false },
        { from: 1, to: 2, critical: false },
      ],
      levels: [
        [0, 1],
        [2, 3],
      ],
    };
    const { steps } = layOut(chains, sizes);
    expect(steps.get(0)?.y).toBe(steps.get(3)?.y);
    expect(steps.get(1)?.y).toBe(steps.get(2)?.y);
  });
});

/** Plans whose steps refer to any earlier ones, with the levels that follow. */
function randomGraph(): fc.Arbitrary<PlanGraph> {
  return fc.array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 15 }).map((picks) => {
    const before = picks.map((pick, index) => (index === 0 ? [] : [...new Set(pick.map((value) => value % index))]));
    const level: number[] = [];
    for (const needs of before) level.push(Math.max(-1, ...needs.map((need) => level[need] ?? 0)) + 1);
    return {
      name: "random",
      nodes: before.map((_, index) => ({ index, title: "", operation: "", notes: [], mayBeSkipped: false })),
      edges: before.flatMap((needs, to) => needs.map((from) => ({ from, to, critical: false }))),
      levels: Array.from({ length: Math.max(...level) + 1 }, (_, wanted) =>
        level.flatMap((at, index) => (at === wanted ? [index] : [])),
      ),
    };
  });
}
