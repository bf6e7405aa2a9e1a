import { ExecutionError } from "@aiecs/core/contracts";

/** The error of what has to fail. */
export async function failureOf(work: Promise<unknown>): Promise<ExecutionError> {
  const outcome: unknown = await work.catch((error: unknown) => error);
  if (outcome instanceof ExecutionError) return outcome;
  throw new Error(
    `expected an ExecutionError, got ${outcome instanceof Error ? outcome.stack : JSON.stringify(outcome)}`,
  );
}
