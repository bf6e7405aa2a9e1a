import type { Operation, Tool } from "@aiecs/core";
import { defineOperation, defineTool } from "@aiecs/core/toolkit";
import type { ChartResult } from "#schemas/chart-result.ts";
import { chartResult } from "#schemas/chart-result.ts";
import {
  type DashboardInput,
  type DashboardResult,
  dashboardInput,
  dashboardResult,
} from "#schemas/create-dashboard.ts";
import { type SalesChartParams, salesChartInput } from "#schemas/create-sales-chart.ts";
import {
  type TrendAnalysisParams,
  type TrendAnalysisResult,
  trendAnalysisInput,
  trendAnalysisResult,
} from "#schemas/create-trend-analysis.ts";
import { dashboardExamples, salesChartExamples, trendAnalysisExamples } from "#schemas/examples.ts";

/** The operations of `chart_tool`, by name. */
export type ChartOperations = {
  readonly create_dashboard: Operation<DashboardInput, DashboardResult>;
  readonly create_sales_chart: Operation<SalesChartParams, ChartResult>;
  readonly create_trend_analysis: Operation<TrendAnalysisParams, TrendAnalysisResult>;
};

/**
 * Drawing is synchronous work of the processor, hence the threads. What an operation writes is its own: new files in the
 * task's folder, and a copy where the caller asks for one. So it needs no order among other operations.
 */
const drawing = {
  annotations: { readOnly: false, idempotent: true, destructive: false },
  effects: [],
  runsOn: "thread",
} as const;

const chartTool: Tool<"chart_tool", ChartOperations> = defineTool({
  name: "chart_tool",
  description: "Charts and dashboards as SVG, PNG and HTML, with the numbers they show in words.",
  version: "1.0.0",
  module: import.meta.url,
  operations: {
    create_dashboard: defineOperation({
      ...drawing,
      weight: "heavy",
      description:
        "Draws a dashboard of a table, or of an analysis: one self-contained HTML page with key figures, charts and tables, and the same as one image.",
      inputSchema: dashboardInput,
      outputSchema: dashboardResult,
      examples: dashboardExamples,
      execute: async (params, context) =>
        (await import("#operations/create-dashboard.ts")).createDashboard(params, context),
    }),
    create_sales_chart: defineOperation({
      ...drawing,
      description:
        "Draws an amount along time or by category, as line, area, bars or pie; what is not named is chosen and said.",
      inputSchema: salesChartInput,
      outputSchema: chartResult,
      examples: salesChartExamples,
      execute: async (params, context) =>
        (await import("#operations/create-sales-chart.ts")).createSalesChart(params, context),
    }),
    create_trend_analysis: defineOperation({
      ...drawing,
      description:
        "Draws a series with its moving average and trend line; a table of categories, which has no time, in order of size against its mean.",
      inputSchema: trendAnalysisInput,
      outputSchema: trendAnalysisResult,
      examples: trendAnalysisExamples,
      execute: async (params, context) =>
        (await import("#operations/create-trend-analysis.ts")).createTrendAnalysis(params, context),
    }),
  },
});

export default chartTool;
