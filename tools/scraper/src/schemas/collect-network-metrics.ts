import { z } from "zod";
import { machineEndpoint } from "./endpoint.ts";
import { amount, type MachineParams, momentOfReading } from "./machine-values.ts";

/** Counted since the machine started. */
export type NetworkInterface = {
  readonly name: string;
  readonly received_bytes: number;
  readonly sent_bytes: number;
  /** Packets that failed, received and sent together. */
  readonly errors: number;
};

export type NetworkMetrics = {
  /** By name. */
  readonly interfaces: readonly NetworkInterface[];
  /** ISO 8601. */
  readonly time: string;
};

export const collectNetworkMetricsInput: z.ZodType<MachineParams, MachineParams> = z.object({
  endpoint: machineEndpoint,
});

export const collectNetworkMetricsOutput: z.ZodType<NetworkMetrics> = z.object({
  interfaces: z
    .array(
      z.object({
        name: z.string(),
        received_bytes: amount,
        sent_bytes: amount,
        errors: amount.describe("Packets that failed, received and sent together."),
      }),
    )
    .describe("By name; counted since the machine started."),
  time: momentOfReading,
});
