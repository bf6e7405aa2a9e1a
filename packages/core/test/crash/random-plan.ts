import type { Plan, Step } from "@aiecs/core";

/** Numbers that look random, the same for the same seed: 0 to below 1. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A plan whose steps need up to three earlier ones each: side by side here, one after another there. */
export function randomPlan(seed: number, count: number): Plan {
  const random = createRandom(seed);
  const steps = Array.from({ length: count }, (_, index): Step => {
    const needs = Array.from({ length: Math.min(index, Math.floor(random() * 4)) }, () =>
      Math.max(0, index - 1 - Math.floor(random() * 12)),
    );
    return {
      operation: "log_tool.append",
      params: {
        parts: needs.map((need) => `$result[${need}]`),
        own: Math.floor(random() * 1_000),
        waitMs: Math.floor(random() * 4),
      },
      // Steps that write keep their order unless they say what they wait for.
      after: index === 0 ? [] : [`s${Math.max(0, index - 1 - Math.floor(random() * 6))}`],
      id: `s${index}`,
    };
  });
  return { name: `random-${seed}`, steps };
}

/** What the steps of such a plan come to, computed without running anything. */
export function expectedResults({ steps }: Plan): number[] {
  const results: number[] = [];
  for (const { params } of steps) {
    const { parts, own } = params as { readonly parts: readonly string[]; readonly own: number };
    const values = parts.map((text) => results[Number(/\d+/.exec(text)?.[0])] ?? Number.NaN);
    results.push(values.reduce((sum, part) => (sum + part) % 1_000_003, own));
  }
  return results;
}
