import { appendFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { defineOperation, defineTool, type Tool } from "@aiecs/core";
import { z } from "zod";

/** A line of the log: a step began to run. */
export type TraceLine = { readonly key: string; readonly pid: number };

const file = process.env.TRACE_LOG ?? "";

/** Does what must not be done twice: each begin of a step leaves a line in a file before anything else. */
const traceTool: Tool = defineTool({
  name: "log_tool",
  description: "Leaves traces.",
  version: "1.0.0",
  operations: {
    append: defineOperation({
      description: "Logs that it runs, and adds up what it gets.",
      inputSchema: z.object({ parts: z.array(z.number()), own: z.number(), waitMs: z.number() }),
      async execute({ parts, own, waitMs }, { idempotencyKey }) {
        appendFileSync(file, `${JSON.stringify({ key: idempotencyKey, pid: process.pid } satisfies TraceLine)}\n`);
        // Long enough that tasks are still under way when the last fault happens.
        await sleep(waitMs * 120);
        return parts.reduce((sum, part) => (sum + part) % 1_000_003, own);
      },
    }),
  },
});

export default traceTool;
