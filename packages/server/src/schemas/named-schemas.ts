import type { TSchema } from "typebox";
import { problem } from "./problem-schema.ts";
import { stepMeta, stepResult, taskStep, wireError } from "./step-schemas.ts";
import { resultPage, schedule, stepPage, task, taskWithHistory } from "./task-schemas.ts";
import { operationListing, ownedOperation, toolListing } from "./tool-schemas.ts";

/** What the OpenAPI document names, by its `$id`. */
export const namedSchemas: readonly TSchema[] = [
  problem,
  wireError,
  stepMeta,
  stepResult,
  taskStep,
  task,
  stepPage,
  taskWithHistory,
  resultPage,
  schedule,
  operationListing,
  ownedOperation,
  toolListing,
];
