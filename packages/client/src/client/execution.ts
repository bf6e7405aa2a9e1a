import type { OperationTypes } from "@aiecs/core/contracts";
import type { AiecsClient } from "./aiecs-client.ts";

/** The part of a client that runs things while the caller waits. */
export type Execution<Types extends OperationTypes> = Pick<
  AiecsClient<Types>,
  | "executeOperation"
  | "executeTool"
  | "batchExecuteOperations"
  | "executeOperationsSequence"
  | "executeParallelOperations"
  | "batchToolCalls"
  | "executePlan"
  | "analyzePlan"
  | "getAvailableTools"
>;
