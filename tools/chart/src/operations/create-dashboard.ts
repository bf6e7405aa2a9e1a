import type { ToolContext } from "@aiecs/core/toolkit";
import { keyFiguresOf } from "#dashboard/key-figures.ts";
import { composePage } from "#dashboard/page.ts";
import { maxProposed, type ProposedChart, proposeCharts } from "#dashboard/propose-charts.ts";
import { composeSheet } from "#dashboard/sheet.ts";
import { copyFor, type DrawnChart, drawChart, fileStem, glyphNotes, writePicture } from "#drawing/draw-chart.ts";
import { type ChartInput, readDashboardInput } from "#reading/chart-input.ts";
import type { Figure } from "#reading/figures.ts";
import type { DashboardParams, DashboardResult } from "#schemas/create-dashboard.ts";
import { type ComposedChart, composeChart } from "#specs/compose-chart.ts";
import { concatenated } from "#specs/concatenated.ts";
import { cleanText } from "#wording/clean-text.ts";
import { counted } from "#wording/numbers.ts";
import { resultOf } from "./chart-result.ts";

type Drawn = { readonly chart: ComposedChart; readonly drawn: DrawnChart };

/** A page of key figures and charts, and the same as one picture. */
export async function createDashboard(params: DashboardParams, context: ToolContext): Promise<DashboardResult> {
  const copy = copyFor(params.output_path, ["html", "png", "svg"]);
  const input = await readDashboardInput(params.data, context);
  const charts = await drawAll(proposeCharts(input, params.charts), context);
  const figures = figuresFor(input.figures, charts);
  const title = cleanText(params.title);
  const alt = altOf(title, figures, charts);
  context.signal.throwIfAborted();
  const sheet = composeSheet({ title, alt, figures, pictures: charts.map(({ drawn }) => drawn.markup) });
  const chartNotes = charts.flatMap(({ chart }) => chart.notes.map((note) => `${chart.words.title}: ${note}`));
  const notes = [...undrawnNotes(input, params), ...chartNotes, ...glyphNotes(sheet)];
  const page = composePage({
    title,
    figures,
    notes,
    charts: charts.map(({ chart, drawn }) => ({ ...chart.words, picture: drawn.markup, series: chart.series })),
  });
  const picture = await writePicture(sheet, title, context, copy("png") ?? copy("svg"), sheetZoom);
  const html = await context.artifacts.write({
    name: `${fileStem(title)}.html`,
    mediaType: "text/html",
    content: page,
    outputPath: copy("html"),
  });
  return {
    title,
    alt,
    html,
    ...picture,
    spec: concatenated(
      title,
      charts.map(({ chart }) => chart.spec),
    ),
    charts: charts.map(({ chart, drawn }) => resultOf(chart, drawn)),
    figures,
    notes,
  };
}

/** Pixels per unit of the whole picture: sharp on paper at a width of 17 cm. */
const sheetZoom = 1.5;

async function drawAll(proposed: readonly ProposedChart[], context: ToolContext): Promise<readonly Drawn[]> {
  const done: Drawn[] = [];
  for (const { table, request } of proposed) {
    context.signal.throwIfAborted();
    const chart = await composeChart(table, request);
    done.push({ chart, drawn: await drawChart(chart.spec, chart.words, context) });
    context.progress((0.9 * done.length) / proposed.length, chart.words.title);
  }
  return done;
}

function undrawnNotes({ sources }: ChartInput, { charts }: DashboardParams): readonly string[] {
  const left = charts ? [] : sources.slice(maxProposed).map(({ name }) => name);
  return left.length === 0 ? [] : [`Not drawn: ${left.join(", ")}; name them in charts to draw them.`];
}

function figuresFor(given: readonly Figure[], charts: readonly Drawn[]): readonly Figure[] {
  const [first] = charts;
  return given.length > 0 || !first ? given : keyFiguresOf(first.chart.series);
}

function altOf(title: string, figures: readonly Figure[], charts: readonly Drawn[]): string {
  const told = figures.slice(0, 8).map(({ label, text }) => `${label}: ${text}`);
  return [
    `Dashboard: ${title}, ${counted(charts.length, "chart")}.`,
    ...(told.length > 0 ? [`${told.join("; ")}.`] : []),
    ...charts.map(({ chart }) => chart.words.alt),
  ].join(" ");
}
