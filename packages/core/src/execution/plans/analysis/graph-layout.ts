import type { PlanAnalysis } from "#contracts/plan.ts";
import type { CompiledStep } from "#execution/plans/compile-step.ts";

/** How the steps of a graph lie to each other. Steps of a circle, and those behind it, have no level. */
export function layOutGraph(steps: readonly CompiledStep[]): Pick<PlanAnalysis, "graph" | "levels" | "critical_path"> {
  const graph = steps.map(({ index, needs, follows }) => ({ step: index, depends_on: union(needs, follows) }));
  const dependencies = graph.map((entry) => entry.depends_on);
  const levels = findLevels(dependencies);
  return { graph, levels, critical_path: findLongestChain(levels, dependencies) };
}

function union(needs: readonly number[], follows: readonly number[]): readonly number[] {
  if (follows.length === 0) return needs;
  return [...new Set([...needs, ...follows])].sort((a, b) => a - b);
}

/** Level by level: the steps all of whose dependencies stand on earlier levels, in ascending order. */
function findLevels(dependencies: readonly (readonly number[])[]): number[][] {
  const waitsFor = Uint32Array.from(dependencies, (entry) => entry.length);
  const successors = invert(dependencies);
  const levels: number[][] = [];
  let level = Array.from(dependencies.keys()).filter((index) => waitsFor[index] === 0);
  while (level.length > 0) {
    levels.push(level);
    const next: number[] = [];
    for (const index of level) {
      for (const successor of successors[index] ?? []) {
        const left = (waitsFor[successor] ?? 0) - 1;
        waitsFor[successor] = left;
        if (left === 0) next.push(successor);
      }
    }
    level = next.sort((a, b) => a - b);
  }
  return levels;
}

function invert(dependencies: readonly (readonly number[])[]): readonly (number[] | undefined)[] {
  const successors = new Array<number[] | undefined>(dependencies.length).fill(undefined);
  for (const [index, before] of dependencies.entries()) {
    for (const dependency of before) (successors[dependency] ??= []).push(index);
  }
  return successors;
}

/** From the last level to the first, each step learns the longest chain that starts with it; ties go to lower indices. */
function findLongestChain(
  levels: readonly (readonly number[])[],
  dependencies: readonly (readonly number[])[],
): readonly number[] {
  const length = new Uint32Array(dependencies.length).fill(1);
  const next = new Int32Array(dependencies.length).fill(-1);
  for (const level of levels.toReversed()) {
    for (const index of level) {
      const through = (length[index] ?? 0) + 1;
      for (const dependency of dependencies[index] ?? []) {
        const known = length[dependency] ?? 0;
        const isBetter = through > known || (through === known && index < (next[dependency] ?? 0));
        if (!isBetter) continue;
        length[dependency] = through;
        next[dependency] = index;
      }
    }
  }
  let start = -1;
  for (const index of levels[0] ?? []) if (start < 0 || (length[index] ?? 0) > (length[start] ?? 0)) start = index;
  const chain: number[] = [];
  for (let index = start; index >= 0; index = next[index] ?? -1) chain.push(index);
  return chain;
}
