import { z } from "zod";

/** The settings of `office_tool`. */
export type OfficeConfig = {
  /** How long LibreOffice may work on one file. @default 120_000 */
  readonly file_timeout_ms: number;
};

export const officeConfigSchema: z.ZodType<OfficeConfig> = z.object({
  file_timeout_ms: z
    .int()
    .min(100)
    .max(3_600_000)
    .default(120_000)
    .describe("How long LibreOffice may work on one file, in milliseconds."),
});
