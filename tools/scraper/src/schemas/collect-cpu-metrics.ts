import { z } from "zod";
import { machineEndpoint } from "./endpoint.ts";
import { momentOfReading, percent } from "./machine-values.ts";

export type CollectCpuMetricsParams = { readonly endpoint: string; readonly interval_s: number };
export type CollectCpuMetricsInput = { readonly endpoint: string; readonly interval_s?: number | undefined };

export type CpuMetrics = {
  /** Share of the time between the two readings in which the processors worked, waiting for disks not counted. */
  readonly usage_percent: number;
  /** The same for each core, by number. */
  readonly per_core: readonly number[];
  /** Of the last 1, 5 and 15 minutes. */
  readonly load_average: readonly [number, number, number];
  /** Of the second reading, ISO 8601. */
  readonly time: string;
};

export const collectCpuMetricsInput: z.ZodType<CollectCpuMetricsParams, CollectCpuMetricsInput> = z.object({
  endpoint: machineEndpoint,
  interval_s: z
    .number()
    .min(0.05)
    .max(30)
    .default(1)
    .describe("Seconds between the two readings from which usage is told."),
});

const load = z.number().nonnegative();

export const collectCpuMetricsOutput: z.ZodType<CpuMetrics> = z.object({
  usage_percent: percent.describe("Share of the time in which the processors worked, waiting for disks not counted."),
  per_core: z.array(percent).describe("The same for each core, by number."),
  load_average: z.tuple([load, load, load]).describe("Of the last 1, 5 and 15 minutes."),
  time: momentOfReading,
});
