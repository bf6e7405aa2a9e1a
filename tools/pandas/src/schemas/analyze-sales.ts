import { z } from "zod";
import type { AnalyzeSalesParams } from "#operations/analyze-sales.ts";
import { columnName, tableInput } from "./table-parameters.ts";
import { periodNames } from "./words.ts";

const recognised = "Recognised by name and type when not given.";

export const analyzeSalesInput: z.ZodType<AnalyzeSalesParams, AnalyzeSalesParams> = z.object({
  df: tableInput,
  date_column: columnName.optional().describe(recognised),
  amount_column: columnName.optional().describe(`${recognised} Without one, quantity times unit price is the amount.`),
  category_column: columnName.optional().describe(recognised),
  product_column: columnName.optional().describe(recognised),
  quantity_column: columnName.optional().describe(recognised),
  price_column: columnName.optional().describe(recognised),
  period: z.enum(periodNames).optional().describe("The span that sales are summed over: month when not given."),
});

const name = z.union([z.string(), z.number(), z.boolean()]).nullable();
const column = z.string().nullable();

export const analyzeSalesOutput: z.ZodType = z.object({
  rows: z.int(),
  columns: z.object({
    date: column,
    amount: column,
    quantity: column,
    price: column,
    category: column,
    product: column,
  }),
  amount_source: z.enum(["column", "quantity_times_price"]),
  totals: z.object({
    net: z.number(),
    gross: z.number(),
    returns: z.number(),
    count: z.int(),
    return_count: z.int(),
    quantity: z.number().nullable(),
    average: z.number().nullable(),
  }),
  period: z.enum(periodNames),
  by_period: z.array(
    z.object({
      period: z.string(),
      start: z.iso.date(),
      total: z.number(),
      count: z.int(),
      quantity: z.number().nullable(),
      full: z.boolean(),
    }),
  ),
  growth: z.number().nullable().describe("Last full period against the one before: 0.12 is 12 %."),
  growth_periods: z.object({ period: z.string(), previous: z.string() }).nullable(),
  by_category: z.array(z.object({ category: name, total: z.number(), count: z.int(), share: z.number().nullable() })),
  top_products: z.array(
    z.object({ product: name, total: z.number(), count: z.int(), quantity: z.number().nullable() }),
  ),
  notes: z.array(z.string()),
});
