import type { Operation, Tool } from "@aiecs/core";
import { defineOperation, defineTool } from "@aiecs/core/toolkit";
import {
  type AnalyzeCpuTrendsInput,
  type AnalyzeCpuTrendsResult,
  analyzeCpuTrendsInput,
  analyzeCpuTrendsOutput,
} from "#schemas/analyze-cpu-trends.ts";
import {
  type AnalyzeMemoryUsageInput,
  type AnalyzeMemoryUsageResult,
  analyzeMemoryUsageInput,
  analyzeMemoryUsageOutput,
} from "#schemas/analyze-memory-usage.ts";
import {
  type CalculateMetricsParams,
  type CalculateMetricsResult,
  calculateMetricsInput,
  calculateMetricsOutput,
} from "#schemas/calculate-metrics.ts";
import {
  type CalculateTrendsInput,
  type CalculateTrendsResult,
  calculateTrendsInput,
  calculateTrendsOutput,
} from "#schemas/calculate-trends.ts";
import {
  type DetectAnomaliesInput,
  type DetectAnomaliesResult,
  detectAnomaliesInput,
  detectAnomaliesOutput,
} from "#schemas/detect-anomalies.ts";
import * as examples from "#schemas/examples.ts";
import {
  type GenerateReportInput,
  type GenerateReportResult,
  generateReportInput,
  generateReportOutput,
} from "#schemas/generate-report.ts";
import {
  type PredictFailuresParams,
  type PredictFailuresResult,
  predictFailuresInput,
  predictFailuresOutput,
} from "#schemas/predict-failures.ts";

/** The operations of `stats_tool`, by name. */
export type StatsOperations = {
  readonly calculate_trends: Operation<CalculateTrendsInput, CalculateTrendsResult>;
  readonly detect_anomalies: Operation<DetectAnomaliesInput, DetectAnomaliesResult>;
  readonly calculate_metrics: Operation<CalculateMetricsParams, CalculateMetricsResult>;
  readonly generate_report: Operation<GenerateReportInput, GenerateReportResult>;
  readonly analyze_cpu_trends: Operation<AnalyzeCpuTrendsInput, AnalyzeCpuTrendsResult>;
  readonly analyze_memory_usage: Operation<AnalyzeMemoryUsageInput, AnalyzeMemoryUsageResult>;
  readonly predict_failures: Operation<PredictFailuresParams, PredictFailuresResult>;
};

/** All operations only read, and give the same answer for the same data. */
const annotations = { readOnly: true, idempotent: true, destructive: false };
const series = { annotations, runsOn: "thread", cache: { files: ["data"] } } as const;
const table = { annotations, runsOn: "thread", cache: { files: ["df"] } } as const;

const calculateTrends = defineOperation({
  ...series,
  description:
    "Says whether a series rises or falls: Theil-Sen slope, Mann-Kendall significance, season, and where its course changes.",
  inputSchema: calculateTrendsInput,
  outputSchema: calculateTrendsOutput,
  examples: examples.calculateTrends,
  execute: async (params, context) =>
    (await import("#operations/calculate-trends.ts")).calculateTrends(params, context),
});

const detectAnomalies = defineOperation({
  ...series,
  description:
    "Finds samples that stand out: far from the median (robust_z), outside the quartiles (iqr), or not what trend and season let expect (seasonal).",
  inputSchema: detectAnomaliesInput,
  outputSchema: detectAnomaliesOutput,
  examples: examples.detectAnomalies,
  execute: async (params, context) =>
    (await import("#operations/detect-anomalies.ts")).detectAnomalies(params, context),
});

const calculateMetrics = defineOperation({
  ...table,
  description:
    "Describes every column of numbers (sum, mean, quartiles, …), with totals per period and per category ready to be drawn.",
  inputSchema: calculateMetricsInput,
  outputSchema: calculateMetricsOutput,
  examples: examples.calculateMetrics,
  execute: async (params, context) =>
    (await import("#operations/calculate-metrics.ts")).calculateMetrics(params, context),
});

const generateReport = defineOperation({
  ...table,
  description:
    "Summarises a table as readable Markdown and as data: figures, categories, correlations, development, findings.",
  inputSchema: generateReportInput,
  outputSchema: generateReportOutput,
  weight: "heavy",
  examples: examples.generateReport,
  execute: async (params, context) => (await import("#operations/generate-report.ts")).generateReport(params, context),
});

const analyzeCpuTrends = defineOperation({
  ...series,
  description:
    "Says how busy a processor is, whether use grows, and how load is spread; one sample is enough for the level.",
  inputSchema: analyzeCpuTrendsInput,
  outputSchema: analyzeCpuTrendsOutput,
  examples: examples.analyzeCpuTrends,
  execute: async (params, context) =>
    (await import("#operations/analyze-cpu-trends.ts")).analyzeCpuTrends(params, context),
});

const analyzeMemoryUsage = defineOperation({
  ...series,
  description: "Says how much memory is used and whether it leaks: monotone growth that has not ended, with its rate.",
  inputSchema: analyzeMemoryUsageInput,
  outputSchema: analyzeMemoryUsageOutput,
  examples: examples.analyzeMemoryUsage,
  execute: async (params, context) =>
    (await import("#operations/analyze-memory-usage.ts")).analyzeMemoryUsage(params, context),
});

const predictFailures = defineOperation({
  ...series,
  description:
    "Forecasts a series with a 95 % interval by the method that forecast its past best, and says when it passes a threshold.",
  inputSchema: predictFailuresInput,
  outputSchema: predictFailuresOutput,
  weight: "heavy",
  examples: examples.predictFailures,
  execute: async (params, context) =>
    (await import("#operations/predict-failures.ts")).predictFailures(params, context),
});

/** Statistics of series and tables. */
const statsTool: Tool<"stats_tool", StatsOperations> = defineTool({
  name: "stats_tool",
  description: "Statistics of series and tables: trends, anomalies, metrics, reports, and forecasts of failures.",
  version: "1.0.0",
  module: import.meta.url,
  operations: {
    calculate_trends: calculateTrends,
    detect_anomalies: detectAnomalies,
    calculate_metrics: calculateMetrics,
    generate_report: generateReport,
    analyze_cpu_trends: analyzeCpuTrends,
    analyze_memory_usage: analyzeMemoryUsage,
    predict_failures: predictFailures,
  },
});

export default statsTool;
