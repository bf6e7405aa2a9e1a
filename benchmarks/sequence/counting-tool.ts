import { defineOperation, defineTool } from "@aiecs/core";
import { addOne, fixedParams, stepCount, stepSchema } from "./ten-steps.ts";

export const counting = defineTool({
  name: "counting",
  description: "Counts.",
  version: "1.0.0",
  operations: {
    add_one: defineOperation({ description: "Adds one.", inputSchema: stepSchema, execute: addOne }),
  },
});

/** The steps as somebody writes them down: the first takes the number 0, each other the result before it. */
export function listSteps(): { operation: string; params: object }[] {
  return Array.from({ length: stepCount }, (_, index) => ({
    operation: "counting.add_one",
    params: { value: index === 0 ? 0 : "$result[-1].value", ...fixedParams },
  }));
}
