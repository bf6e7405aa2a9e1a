import { z } from "zod";

/** Parameters of an operation that reads a machine once. */
export type MachineParams = { readonly endpoint: string };

export const percent: z.ZodNumber = z.number().min(0).max(100);
/** Counters of an exporter are doubles, which may be beyond what is a safe integer. */
export const amount: z.ZodNumber = z.number().nonnegative();
export const momentOfReading: z.ZodISODateTime = z.iso.datetime().describe("When it was read, ISO 8601 in UTC.");
