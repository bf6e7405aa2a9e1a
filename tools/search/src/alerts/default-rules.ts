import type { PlainObject } from "#results/plain-object.ts";
import type { AnalysisKind } from "./analysis-kind.ts";
import { checkAnomalies } from "./anomaly-rules.ts";
import { checkCpu } from "./cpu-rules.ts";
import type { AlertDraft } from "./draft.ts";
import { checkFailures } from "./failure-rules.ts";
import { checkMemory } from "./memory-rules.ts";

/** The name of the default rule for steps that failed: who cannot look must not believe that all is well. */
export const stepFailedRule = "step_failed";

/** What the default rules say of a result of each kind. */
export const defaultRules: { readonly [Kind in AnalysisKind]: (result: PlainObject) => readonly AlertDraft[] } = {
  detect_anomalies: checkAnomalies,
  analyze_cpu_trends: checkCpu,
  analyze_memory_usage: checkMemory,
  predict_failures: checkFailures,
  result: () => [],
};
