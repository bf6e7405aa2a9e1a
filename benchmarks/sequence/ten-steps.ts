import { z } from "zod";

export const stepCount = 10;

/** Five fields; the first comes from the step before. */
export const stepSchema = z.object({
  value: z.number(),
  customer: z.string().min(1),
  limit: z.number().int().min(1).max(1000),
  offset: z.number().int().min(0).default(0),
  open: z.boolean(),
});

export type StepParams = z.output<typeof stepSchema>;

export async function addOne({ value }: StepParams): Promise<{ value: number }> {
  return { value: value + 1 };
}

export const fixedParams = { customer: "C-1042", limit: 25, offset: 0, open: true };

/** Whoever adds one ten times has ten. */
export function assertTen(value: unknown): void {
  if (value !== stepCount) throw new Error(`Ten steps gave ${String(value)}`);
}
