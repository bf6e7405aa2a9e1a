import { z } from "zod";

/** How bad it is: worth knowing, look at it, act now. */
export type Severity = "info" | "warning" | "critical";

/** From mild to grave. */
export const severities: readonly ["info", "warning", "critical"] = ["info", "warning", "critical"];

/** What an alert may show of a value. */
export type AlertValue = string | number | boolean | null;

/** One thing that somebody should look at. */
export type Alert = {
  /** The same for the same condition of the same source, however often it is looked at. */
  readonly id: string;
  /** The rule that was met. */
  readonly rule: string;
  readonly severity: Severity;
  readonly title: string;
  readonly message: string;
  readonly value: AlertValue;
  readonly threshold: AlertValue;
  /** The step, or the kind of analysis, that the value is from. */
  readonly source: string;
  /** The column that was analysed, or the path of the value. */
  readonly metric: string | null;
  /** Which of several series, cores, filesystems, … */
  readonly series: string | null;
  /** When it was so, as the analysis tells it. */
  readonly time: string | number | null;
};

const value: z.ZodType<AlertValue> = z.union([z.string(), z.number(), z.boolean()]).nullable();

export const severityWord: z.ZodType<Severity, Severity> = z.enum(severities);

export const alertSchema: z.ZodType<Alert> = z.object({
  id: z.string().describe("The same for the same condition of the same source, however often it is looked at."),
  rule: z.string(),
  severity: severityWord,
  title: z.string(),
  message: z.string(),
  value,
  threshold: value,
  source: z.string().describe("The step, or the kind of analysis, that the value is from."),
  metric: z.string().nullable().describe("The column that was analysed, or the path of the value."),
  series: z.string().nullable().describe("Which of several series, cores, filesystems, …"),
  time: z.union([z.string(), z.number()]).nullable(),
});
