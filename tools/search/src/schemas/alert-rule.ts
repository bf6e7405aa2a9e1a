import { z } from "zod";
import { type AlertValue, type Severity, severityWord } from "./alert.ts";

export type Operator = ">" | ">=" | "<" | "<=" | "==" | "!=";

/** A condition of one's own, as data. Either `path` or `metric` says what it looks at. */
export type AlertRule = {
  readonly name: string;
  /** Where the value stands in a result: `current.value`, `filesystems[*].used_percent`. */
  readonly path?: string | undefined;
  /** The newest value of the analyses of this column, or the figure of this name in a result. */
  readonly metric?: string | undefined;
  readonly operator: Operator;
  readonly threshold: Exclude<AlertValue, null>;
  readonly severity: Severity;
  /** Seconds for which it must hold, over successive checks, before it is an alert. */
  readonly for?: number | undefined;
  /** Only results of this step or kind of analysis. */
  readonly source?: string | undefined;
  /** What people read; made of the rule when not given. */
  readonly title?: string | undefined;
};

export type AlertRuleInput = Omit<AlertRule, "severity"> & { readonly severity?: Severity | undefined };

const pathPattern = /^[^\s.[\]]+(?:\[(?:\d+|\*)\]|\.[^\s.[\]]+)*$/;

/** Checks of several fields together, told beside the problems of the single ones. */
const always = {
  when: ({ value }: { readonly value: unknown }): boolean => typeof value === "object" && value !== null,
};

const fields: z.ZodType<AlertRule, AlertRuleInput> = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .max(200)
      .describe("Names the rule in alerts; the name of a default rule replaces that rule."),
    path: z
      .string()
      .max(500)
      .regex(
        pathPattern,
        "expected a path such as current.value, by_series[0].probability or filesystems[*].used_percent",
      )
      .optional()
      .describe("Where the value stands in a result; [*] looks at each item of a list."),
    metric: z
      .string()
      .min(1)
      .optional()
      .describe(
        "Instead of path: the newest value of analyses of this column, or the figure of this name in a result.",
      ),
    operator: z.enum([">", ">=", "<", "<=", "==", "!="]),
    threshold: z.union([z.number(), z.string(), z.boolean()]),
    severity: severityWord.default("warning"),
    for: z
      .number()
      .nonnegative()
      .optional()
      .describe("Seconds for which it must hold, over successive checks, before it is an alert."),
    source: z.string().min(1).optional().describe("Only results of this step, tool or kind of analysis."),
    title: z.string().min(1).max(300).optional().describe("What people read; made of the rule when not given."),
  })
  .refine((rule) => (rule.path === undefined) !== (rule.metric === undefined), {
    ...always,
    error: "expected either path or metric",
  })
  .refine(({ threshold, operator }) => ["number", "undefined"].includes(typeof threshold) || !isOrdering(operator), {
    ...always,
    path: ["threshold"],
    error: (issue) => `expected a number, since ${operatorOf(issue.input)} compares sizes`,
  });

/** Rules of one's own. */
export const alertRules: z.ZodType<readonly AlertRule[], readonly AlertRuleInput[]> = z
  .array(fields)
  .max(1_000)
  .refine((rules) => repeatedName(rules) === undefined, {
    ...always,
    error: ({ input }) =>
      `expected a name of its own for each rule, received ${JSON.stringify(repeatedName(input))} twice`,
  });

/** The first name that stands there twice; what is no rule is told elsewhere. */
function repeatedName(rules: unknown): string | undefined {
  if (!Array.isArray(rules)) return undefined;
  const names = rules.map((rule: unknown) =>
    typeof rule === "object" && rule !== null && "name" in rule ? rule.name : null,
  );
  const texts = names.filter((name) => typeof name === "string");
  return texts.find((name, index) => texts.indexOf(name) < index);
}

function isOrdering(operator: unknown): boolean {
  return typeof operator === "string" && /^[<>]=?$/.test(operator);
}

function operatorOf(rule: unknown): string {
  const operator: unknown = typeof rule === "object" && rule !== null && "operator" in rule ? rule.operator : undefined;
  return typeof operator === "string" ? operator : "the operator";
}
