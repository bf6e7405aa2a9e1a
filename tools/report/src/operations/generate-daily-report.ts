import type { ToolContext } from "@aiecs/core/toolkit";
import { readCharts } from "#reading/read-charts.ts";
import { readMetrics } from "#reading/read-metrics.ts";
import type { DailyReportParams } from "#schemas/generate-daily-report.ts";
import type { ReportResult } from "#schemas/report-result.ts";
import { findTemplate } from "#templates/find-template.ts";
import { dateWithin, isCalendarDate } from "#wording/dates.ts";
import { checkOutputPath, writeReport } from "./write-report.ts";

/** The report of a day: key figures, charts, tables of all figures. */
export async function generateDailyReport(params: DailyReportParams, context: ToolContext): Promise<ReportResult> {
  checkOutputPath(params.output_path);
  const template = findTemplate(params.template);
  const [charts, metrics] = [await readCharts(params.charts, context), await readMetrics(params.metrics, context)];
  const { date, notes } = dateOf(params.date, context);
  const report = template({ title: params.title, author: params.author, date, charts, metrics, notes: [] });
  return await writeReport(report, context, { outputPath: params.output_path, notes });
}

/** The day a report is of. The clock is not asked: the same input gives the same report tomorrow. */
function dateOf(
  given: string | undefined,
  { input, taskId }: Pick<ToolContext, "input" | "taskId">,
): { readonly date: string | undefined; readonly notes: readonly string[] } {
  if (given !== undefined) return { date: given, notes: [] };
  const planned = input.date;
  if (typeof planned === "string" && isCalendarDate(planned))
    return { date: planned, notes: ["The date is that of the plan's input."] };
  const named = dateWithin(taskId);
  if (named !== undefined) return { date: named, notes: ["The date is the one in the task's name."] };
  return {
    date: undefined,
    notes: ["The report carries no date: none was given as date, in the plan's input or in the task's name."],
  };
}
