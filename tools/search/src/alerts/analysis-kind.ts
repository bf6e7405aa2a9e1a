import { own, type PlainObject } from "#results/plain-object.ts";

/** The analyses that the default rules know, by the operations that make them. */
export type AnalysisKind =
  | "detect_anomalies"
  | "analyze_cpu_trends"
  | "analyze_memory_usage"
  | "predict_failures"
  | "result";

/** Which analysis a result is of, told by its fields; "result" for any other. */
export function kindOf(result: PlainObject): AnalysisKind {
  if (Array.isArray(own(result, "anomalies"))) return "detect_anomalies";
  if (typeof own(result, "leak") === "boolean") return "analyze_memory_usage";
  if (typeof own(result, "failure_expected") === "boolean") return "predict_failures";
  if (typeof own(result, "level") === "string" && typeof own(result, "high_share") === "number")
    return "analyze_cpu_trends";
  return "result";
}
