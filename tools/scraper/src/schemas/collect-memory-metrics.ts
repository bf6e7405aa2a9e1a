import { z } from "zod";
import { machineEndpoint } from "./endpoint.ts";
import { amount, type MachineParams, momentOfReading, percent } from "./machine-values.ts";

export type MemoryMetrics = {
  readonly total_bytes: number;
  /** Total less available. */
  readonly used_bytes: number;
  /** What can be had without swapping. */
  readonly available_bytes: number;
  readonly used_percent: number;
  readonly swap_used_bytes: number;
  /** ISO 8601. */
  readonly time: string;
};

export const collectMemoryMetricsInput: z.ZodType<MachineParams, MachineParams> = z.object({
  endpoint: machineEndpoint,
});

export const collectMemoryMetricsOutput: z.ZodType<MemoryMetrics> = z.object({
  total_bytes: amount,
  used_bytes: amount.describe("Total less available."),
  available_bytes: amount.describe("What can be had without swapping."),
  used_percent: percent,
  swap_used_bytes: amount,
  time: momentOfReading,
});
