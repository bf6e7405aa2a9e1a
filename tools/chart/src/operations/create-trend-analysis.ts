import type { ToolContext } from "@aiecs/core/toolkit";
import { drawChart } from "#drawing/draw-chart.ts";
import { readChartTable } from "#reading/chart-input.ts";
import { columnsFor } from "#reading/examined-columns.ts";
import type { TrendAnalysisParams, TrendAnalysisResult } from "#schemas/create-trend-analysis.ts";
import { composeTrend } from "#specs/compose-trend.ts";
import { resultOf } from "./chart-result.ts";

/** A series with its moving average and trend line; categories, largest first, against their mean. */
export async function createTrendAnalysis(
  params: TrendAnalysisParams,
  context: ToolContext,
): Promise<TrendAnalysisResult> {
  const { table, notes, aliases, examined } = await readChartTable(params.data, context);
  context.signal.throwIfAborted();
  const chart = await composeTrend(table, { ...params, ...columnsFor(params, examined), aliases });
  context.progress(0.5, "Drawing");
  const drawn = await drawChart(chart.spec, chart.words, context, params.output_path);
  return { ...resultOf(chart, drawn, notes), basis: chart.basis, window: chart.window, trend: chart.trend };
}
