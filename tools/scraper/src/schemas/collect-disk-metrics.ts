import { z } from "zod";
import { machineEndpoint } from "./endpoint.ts";
import { amount, type MachineParams, momentOfReading, percent } from "./machine-values.ts";

export type FilesystemMetrics = {
  readonly mount: string;
  readonly total_bytes: number;
  /** Total less free, as `df` tells it. */
  readonly used_bytes: number;
  /** Of what ordinary users can have, as `df` tells it: at 100 nothing more can be written, though some be reserved. */
  readonly used_percent: number;
};

export type DiskMetrics = {
  /** By mount point; what only looks like a filesystem (proc, tmpfs, …) is left out. */
  readonly filesystems: readonly FilesystemMetrics[];
  /** ISO 8601. */
  readonly time: string;
};

export const collectDiskMetricsInput: z.ZodType<MachineParams, MachineParams> = z.object({
  endpoint: machineEndpoint,
});

export const collectDiskMetricsOutput: z.ZodType<DiskMetrics> = z.object({
  filesystems: z
    .array(
      z.object({
        mount: z.string(),
        total_bytes: amount,
        used_bytes: amount.describe("Total less free, as df tells it."),
        used_percent: percent.describe("Used of used and available, as df tells it: reserved space is in neither."),
      }),
    )
    .describe("By mount point; what only looks like a filesystem (proc, tmpfs, …) is left out."),
  time: momentOfReading,
});
