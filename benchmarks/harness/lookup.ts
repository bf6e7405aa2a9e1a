import { z } from "zod";

/** Five fields, as an operation that asks some service for a page of orders would take them. */
export const lookupSchema = z.object({
  customer: z.string().min(1),
  since: z.string(),
  limit: z.number().int().min(1).max(1000),
  offset: z.number().int().min(0).default(0),
  open: z.boolean(),
});

export const lookupResultSchema = z.object({ customer: z.string(), value: z.number() });

export type LookupParams = z.output<typeof lookupSchema>;
export type LookupResult = z.output<typeof lookupResultSchema>;

/** The work itself: asynchronous, and next to nothing, so that only what stands around it is measured. */
export async function lookup({ customer, limit }: LookupParams): Promise<LookupResult> {
  return { customer, value: limit };
}

export const lookupParams: LookupParams = {
  customer: "C-1042",
  since: "2026-01-31",
  limit: 25,
  offset: 0,
  open: true,
};
