import { appendFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { defineOperation, defineTool, type Tool } from "@aiecs/core";
import { z } from "zod";
import type { LogLine } from "./log.ts";

const logFile = process.env.CRASH_LOG ?? "";

/** Does what must not be done twice, as far as anybody can see: each run of a step leaves a line in a file. */
const logTool: Tool = defineTool({
  name: "log_tool",
  description: "Leaves traces.",
  version: "1.0.0",
  operations: {
    append: defineOperation({
      description: "Adds up what it gets, and logs that it ran.",
      inputSchema: z.object({ parts: z.array(z.number()), own: z.number(), waitMs: z.number() }),
      async execute({ parts, own, waitMs }, { idempotencyKey }) {
        if (waitMs > 0) await sleep(waitMs);
        appendFileSync(logFile, `${JSON.stringify({ key: idempotencyKey, pid: process.pid } satisfies LogLine)}\n`);
        return parts.reduce((sum, part) => (sum + part) % 1_000_003, own);
      },
    }),
  },
});

export default logTool;
