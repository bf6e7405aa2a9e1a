import { defineOperation, defineTool } from "@aiecs/core";
import { z } from "zod";

const mathTool = defineTool({
  name: "math_tool",
  description: "Arithmetic",
  version: "1.0.0",
  operations: {
    add: defineOperation({
      description: "Adds two numbers.",
      inputSchema: z.object({ a: z.number(), b: z.number().default(1) }),
      outputSchema: z.number(),
      annotations: { readOnly: true, idempotent: true },
      execute: ({ a, b }) => a + b,
    }),
    range: defineOperation({
      description: "Lists numbers.",
      inputSchema: z.object({ count: z.number() }),
      annotations: { readOnly: true },
      execute: ({ count }) => ({
        items: Array.from({ length: count }, (_, index) => ({ index, square: index * index })),
      }),
    }),
    fail: defineOperation({
      description: "Fails.",
      inputSchema: z.object({ why: z.string() }),
      execute: ({ why }): number => {
        throw new Error(why);
      },
    }),
  },
});

const textTool = defineTool({
  name: "text_tool",
  description: "Text",
  version: "1.0.0",
  operations: {
    sleep: defineOperation({
      description: "Waits until it is cancelled.",
      inputSchema: z.object({}),
      execute: async (_params, { signal }): Promise<string> => {
        await new Promise((_resolve, reject) => {
          if (signal.aborted) reject(signal.reason);
          else signal.addEventListener("abort", () => reject(signal.reason), { once: true });
        });
        return "never";
      },
    }),
    save: defineOperation({
      description: "Keeps a text in a file.",
      inputSchema: z.object({ name: z.string(), text: z.string() }),
      execute: ({ name, text }, { artifacts }) => artifacts.write({ name, mediaType: "text/plain", content: text }),
    }),
  },
});

/** What the suites run. */
export const suiteTools = [mathTool, textTool] as const;
