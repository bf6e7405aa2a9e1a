import {
  type ArtifactOwner,
  ExecutionError,
  type TaskStepResult,
  toWireError,
  type WireError,
  type WireStepResult,
} from "@aiecs/core";
import type { ServedExecutor } from "#server-parts.ts";

/** What one item of a batch came to. */
export type ItemResult = { readonly result: unknown } | { readonly error: WireError };

export type Exporter = {
  /** A result as data. */
  result(value: unknown): Promise<unknown>;
  /** How steps ended, with `meta` where that was asked for. */
  steps(steps: readonly TaskStepResult[], withMeta: boolean): Promise<WireStepResult[]>;
  /** Results of a batch, errors in their place. */
  items(values: readonly unknown[]): Promise<ItemResult[]>;
};

/** Results on their way out of the process: what is too large to show is kept for the user. */
export function exporterFor(executor: Pick<ServedExecutor, "exportResult">, owner: ArtifactOwner): Exporter {
  const result = async (value: unknown): Promise<unknown> =>
    typeof value === "object" && value !== null ? await executor.exportResult(value, owner) : (value ?? null);
  return {
    result,
    steps: (steps, withMeta) =>
      Promise.all(
        steps.map(async (step) => {
          const exported = step.withResult(await result(step.result));
          return withMeta ? exported.toJSONWithMeta() : exported.toJSON();
        }),
      ),
    items: (values) =>
      Promise.all(
        values.map(async (value): Promise<ItemResult> => {
          if (!(value instanceof Error)) return { result: await result(value) };
          // What is no error of the runtime should not have happened; it is told as it would be by itself.
          if (!(value instanceof ExecutionError)) throw value;
          return { error: toWireError(value) };
        }),
      ),
  };
}
