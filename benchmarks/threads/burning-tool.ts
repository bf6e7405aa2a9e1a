import { defineOperation, defineTool, isTable, type Table } from "@aiecs/core";
import { z } from "zod";
import { burn, makeBuffer } from "./work.ts";

const runsOn = "thread";

export default defineTool({
  name: "burning",
  description: "Keeps threads busy.",
  version: "1.0.0",
  module: import.meta.url,
  operations: {
    burn: defineOperation({
      description: "Computes for about 5 ms.",
      inputSchema: z.object({ rounds: z.int().min(1) }),
      runsOn,
      execute: burn,
    }),
    nothing: defineOperation({ description: "Does nothing.", inputSchema: z.object({}), runsOn, execute: () => null }),
    make_buffer: defineOperation({
      description: "Makes a buffer.",
      inputSchema: z.object({ bytes: z.int().min(1) }),
      runsOn,
      execute: makeBuffer,
    }),
    count_rows: defineOperation({
      description: "Counts the rows of a table.",
      inputSchema: z.object({ df: z.custom<Table>(isTable, "expected a table").meta({ type: "object" }) }),
      runsOn,
      execute: ({ df }) => df.rows,
    }),
  },
});
