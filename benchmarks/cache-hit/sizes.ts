import { z } from "zod";
import { lookupParams, lookupSchema } from "../harness/lookup.ts";

/** Parameters of two sizes: five fields, and about 10 KB of nested ones. */
export type Size = "small" | "large";

const lineSchema = z.object({
  sku: z.string(),
  name: z.string(),
  quantity: z.number().int(),
  price: z.number(),
  tags: z.array(z.string()),
});

const largeSchema = z.object({
  customer: z.string(),
  lines: z.array(lineSchema),
  notes: z.record(z.string(), z.string()),
});

const largeParams: z.output<typeof largeSchema> = {
  customer: "C-1042",
  lines: Array.from({ length: 80 }, (_, index) => ({
    sku: `SKU-${10_000 + index}`,
    name: `Article number ${index}, in the usual size`,
    quantity: (index % 7) + 1,
    price: Math.round(index * 137.5) / 100,
    tags: ["stock", `shelf-${index % 12}`],
  })),
  notes: Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [`note_${index}`, `Call before delivery ${index}.`]),
  ),
};

export const schemas = { small: lookupSchema, large: largeSchema };
export const parameters = { small: lookupParams, large: largeParams };
