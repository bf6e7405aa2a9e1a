import type { ToolContext } from "@aiecs/core/toolkit";
import { drawChart } from "#drawing/draw-chart.ts";
import { readChartTable } from "#reading/chart-input.ts";
import { columnsFor } from "#reading/examined-columns.ts";
import type { ChartResult } from "#schemas/chart-result.ts";
import type { SalesChartParams } from "#schemas/create-sales-chart.ts";
import { composeChart } from "#specs/compose-chart.ts";
import { resultOf } from "./chart-result.ts";

/** One measure along time, or by category. */
export async function createSalesChart(params: SalesChartParams, context: ToolContext): Promise<ChartResult> {
  const { table, notes, aliases, isExcerpt, examined } = await readChartTable(params.data, context);
  context.signal.throwIfAborted();
  const chart = await composeChart(table, { ...params, ...columnsFor(params, examined), aliases, isExcerpt });
  context.progress(0.5, "Drawing");
  const drawn = await drawChart(chart.spec, chart.words, context, params.output_path);
  return resultOf(chart, drawn, notes);
}
