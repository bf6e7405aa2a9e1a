import type { Artifact } from "@aiecs/core/toolkit";
import { z } from "zod";
import { aggregation, chartData, columnName, outputPath } from "./chart-data.ts";
import { artifact, type ChartResult, chartResult, vegaLiteSpec } from "./chart-result.ts";

/** One chart of a dashboard; what is left out is chosen as in create_sales_chart. */
export type DashboardChart = {
  /** The list of the result to draw: `by_period`. */
  readonly source?: string | undefined;
  readonly x?: string | undefined;
  readonly y?: string | undefined;
  readonly kind?: "line" | "area" | "bar" | "pie" | undefined;
  readonly aggregation?: "sum" | "mean" | "count" | "min" | "max" | undefined;
  readonly title?: string | undefined;
};

export type DashboardParams = {
  readonly data: string | object;
  readonly title: string;
  readonly charts?: readonly DashboardChart[] | undefined;
  readonly output_path?: string | undefined;
};

export type DashboardInput = Omit<DashboardParams, "title"> & { readonly title?: string | undefined };

export type DashboardResult = {
  readonly title: string;
  readonly alt: string;
  /** The page: self-contained, without scripts. */
  readonly html: Artifact;
  /** The same as one picture. */
  readonly svg: Artifact;
  readonly png: Artifact;
  /** All charts as one Vega-Lite specification. */
  readonly spec: object;
  readonly charts: readonly ChartResult[];
  readonly figures: readonly { readonly label: string; readonly value: number; readonly text: string }[];
  readonly notes: readonly string[];
};

/** More charts than this are a report, not a dashboard. */
const maxCharts = 12;

const chart: z.ZodType<DashboardChart, DashboardChart> = z.object({
  source: z.string().min(1).optional().describe("Which list of the result to draw, for example by_category."),
  x: columnName,
  y: columnName,
  kind: z.enum(["line", "area", "bar", "pie"]).optional(),
  aggregation,
  title: z.string().min(1).max(200).optional(),
});

export const dashboardInput: z.ZodType<DashboardParams, DashboardInput> = z.object({
  data: chartData,
  title: z.string().min(1).max(200).default("Dashboard"),
  charts: z.array(chart).min(1).max(maxCharts).optional().describe("Default: the charts that the data suggests."),
  output_path: outputPath,
});

export const dashboardResult: z.ZodType<DashboardResult> = z.object({
  title: z.string(),
  alt: z.string().describe("What the dashboard says in words and numbers."),
  html: artifact,
  svg: artifact,
  png: artifact,
  spec: vegaLiteSpec,
  charts: z.array(chartResult),
  figures: z.array(z.object({ label: z.string(), value: z.number(), text: z.string() })),
  notes: z.array(z.string()),
});
