import { z } from "zod";
import { type Alert, alertSchema } from "./alert.ts";
import { type AlertRule, type AlertRuleInput, alertRules } from "./alert-rule.ts";

type Choice<Rule> = {
  /** One result, a list of results, or a list of step results. */
  readonly analysis: object;
  readonly rules?: readonly Rule[] | undefined;
};

export type CheckAlertConditionsInput = Choice<AlertRuleInput> & { readonly default_rules?: boolean | undefined };
export type CheckAlertConditionsParams = Choice<AlertRule> & { readonly default_rules: boolean };

/** What was looked at, and how it stands. */
export type CheckedResult = {
  readonly source: string;
  /** The operation whose shape the result has; "result" when it has no shape that the default rules know. */
  readonly kind: string;
  readonly status: "ok" | "alert" | "failed" | "skipped";
  readonly alerts: number;
};

export type CheckAlertConditionsResult = {
  /** The gravest first. */
  readonly alerts: readonly Alert[];
  readonly checked: readonly CheckedResult[];
  /** What the reader should know: rules that found nothing to look at, steps that did not run, … */
  readonly notes: readonly string[];
};

const analysis = z
  .custom<object>((value) => typeof value === "object" && value !== null, {
    error: ({ input }) =>
      `expected a result of an analysis, a list of them, or a list of step results, received ${input === undefined ? "nothing" : JSON.stringify(input)?.slice(0, 60)}`,
  })
  .meta({
    description:
      "What was found: a result (of detect_anomalies, analyze_cpu_trends, analyze_memory_usage, predict_failures, or any other that own rules look at), a list of results, or a list of step results.",
    anyOf: [{ type: "object" }, { type: "array" }],
  });

export const checkAlertConditionsInput: z.ZodType<CheckAlertConditionsParams, CheckAlertConditionsInput> = z.object({
  analysis,
  rules: alertRules.optional().describe("Own rules, beside the default ones and those of the tool's config."),
  default_rules: z.boolean().default(true).describe("Whether the default rules are looked at."),
});

export const checkAlertConditionsOutput: z.ZodType<CheckAlertConditionsResult> = z.object({
  alerts: z.array(alertSchema).describe("The gravest first."),
  checked: z.array(
    z.object({
      source: z.string(),
      kind: z.string().describe("The operation whose shape the result has, else result."),
      status: z.enum(["ok", "alert", "failed", "skipped"]),
      alerts: z.int(),
    }),
  ),
  notes: z.array(z.string()),
});
