/** Percentages from which on a level is high, and critical. */
export type Thresholds = { readonly warning: number; readonly critical: number };

export function levelOf(percent: number, { warning, critical }: Thresholds): "normal" | "high" | "critical" {
  if (percent >= critical) return "critical";
  return percent >= warning ? "high" : "normal";
}
