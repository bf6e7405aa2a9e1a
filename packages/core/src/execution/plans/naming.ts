/** How a mode names the steps of one operation, and words their messages; made once for many steps. */
export type StepTexts = {
  name(index: number): string;
  readonly completed: string;
  readonly failed: string;
};

/** `spec` is undefined where a step names no operation. */
export type StepNaming = (spec: string | undefined) => StepTexts;

/** How most modes name their steps. */
export const plainNaming: StepNaming = (spec) => ({
  name: () => spec ?? "unknown",
  completed: `Completed operation ${spec}`,
  failed: `Failed to execute ${spec ?? "unknown"}`,
});

/** How parallel operations are named. */
export const parallelNaming: StepNaming = (spec) => {
  const ending = spec === undefined ? "_error" : `_${spec}`;
  return {
    name: (index) => `parallel_${index}${ending}`,
    completed: `Completed parallel operation ${spec}`,
    failed: `Failed parallel operation ${spec ?? "unknown"}`,
  };
};
