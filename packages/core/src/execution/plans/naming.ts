import type { StepNaming } from "./step-runner.ts";

/** How most modes name their steps. */
export const plainNaming: StepNaming = {
  name: (_index, spec) => spec ?? "unknown",
  completed: (spec) => `Completed operation ${spec}`,
  failed: (spec) => `Failed to execute ${spec}`,
};

/** How parallel operations are named. */
export const parallelNaming: StepNaming = {
  name: (index, spec) => (spec === undefined ? `parallel_${index}_error` : `parallel_${index}_${spec}`),
  completed: (spec) => `Completed parallel operation ${spec}`,
  failed: (spec) => `Failed parallel operation ${spec}`,
};
