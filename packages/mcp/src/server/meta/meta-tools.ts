import { describeOperation } from "./describe-operation.ts";
import type { MetaTool } from "./meta-tool.ts";
import { readResult } from "./read-result.ts";
import { runOperation } from "./run-operation.ts";
import { runPlan } from "./run-plan.ts";
import { searchTools } from "./search-tools.ts";

/** The five tools through which a client finds and runs every operation, by name. */
export const metaTools: ReadonlyMap<string, MetaTool> = new Map(
  [searchTools, describeOperation, runOperation, runPlan, readResult].map((tool) => [tool.definition.name, tool]),
);
