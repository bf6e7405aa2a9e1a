import { defineOperation, defineTool, type Tool } from "@aiecs/core";
import { z } from "zod";

/** A tool with every kind of result that the surfaces have to show. */
export const shopTool: Tool = defineTool({
  name: "shop_tool",
  aliases: ["shop"],
  description: "Orders of a small shop.",
  version: "1.0.0",
  operations: {
    list_orders: defineOperation({
      description: "Lists orders, the latest first. Totals are in euro.",
      inputSchema: z.strictObject({ count: z.int().min(0).max(100_000).default(3) }),
      annotations: { readOnly: true },
      examples: [{ title: "The last ten", params: { count: 10 } }],
      execute: ({ count }) => Array.from({ length: count }, (_, index) => ({ id: index + 1, total: (index + 1) * 10 })),
    }),
    sum_totals: defineOperation({
      description: "Adds up the totals of orders.",
      inputSchema: z.strictObject({ orders: z.array(z.object({ total: z.number() })) }),
      outputSchema: z.object({ sum: z.number(), count: z.int() }),
      annotations: { readOnly: true },
      execute: ({ orders }) => ({ sum: orders.reduce((sum, { total }) => sum + total, 0), count: orders.length }),
    }),
    write_report: defineOperation({
      description: "Writes a report of a size.",
      inputSchema: z.strictObject({ bytes: z.int().default(20), type: z.string().default("text/markdown") }),
      execute: async ({ bytes, type }, { artifacts }) =>
        await artifacts.write({ name: "report.md", mediaType: type, content: Buffer.alloc(bytes, "r") }),
    }),
    draw: defineOperation({
      description: "Draws one pixel.",
      inputSchema: z.strictObject({}),
      execute: async (_params, { artifacts }) =>
        await artifacts.write({ name: "dot.png", mediaType: "image/png", content: Buffer.from(pixel, "base64") }),
    }),
    refund: defineOperation({
      description: "Gives money back.",
      inputSchema: z.strictObject({ id: z.int() }),
      annotations: { destructive: true, idempotent: true },
      execute: ({ id }) => {
        throw new Error(`Order ${id} was refunded already`);
      },
    }),
    wait: defineOperation({
      description: "Waits until it is cancelled, and says how far it is.",
      inputSchema: z.strictObject({}),
      execute: async (_params, { signal, progress }) => {
        progress(0.5, "half way");
        await new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
      },
    }),
    crash: defineOperation({
      description: "Ends the process.",
      inputSchema: z.strictObject({}),
      execute: () => process.exit(9),
    }),
    whose: defineOperation({
      description: "Says who calls.",
      inputSchema: z.strictObject({}),
      execute: (_params, { userId }) => ({ user: userId ?? null }),
    }),
  },
});

const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";
