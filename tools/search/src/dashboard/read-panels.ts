import { isTable, type Table } from "@aiecs/core/toolkit";
import { type FoundResult, readResults } from "#results/read-results.ts";
import { collectFigures, metricFigures } from "./collect-figures.ts";
import type { Panel, PanelTable } from "./panel.ts";

/** What a page shows at most of all results together. */
const maxFigures = 500;
const maxPanels = 100;
const maxMetrics = 200;
const tableRows = 10;
const tableColumns = 8;

/** The panels of results, one each, and what did not fit. */
export type Panels = { readonly panels: readonly Panel[]; readonly notes: readonly string[] };

/** @throws E001 for what is no result, step result or table */
export async function readPanels(metrics: unknown): Promise<Panels> {
  const names = new Map<string, number>();
  const panels: Panel[] = [];
  const notes: string[] = [];
  let room = maxFigures;
  const results = readResults(metrics, "metrics");
  if (results.length > maxPanels) notes.push(`the first ${maxPanels} of ${results.length} results are shown`);
  for (const found of results.slice(0, maxPanels)) {
    const name = found.step ?? "metrics";
    const seen = (names.get(name) ?? 0) + 1;
    names.set(name, seen);
    const panel = await readPanel(found, seen === 1 ? name : `${name} (${seen})`);
    if (panel.figures.length > room)
      notes.push(`${panel.title}: ${room} of its ${panel.figures.length} figures are shown`);
    const figures = panel.figures.slice(0, room);
    room -= figures.length;
    panels.push({ ...panel, figures });
  }
  return { panels, notes };
}

async function readPanel({ result, failure, time }: FoundResult, title: string): Promise<Panel> {
  const empty = { title, time, message: null, figures: [], texts: [], table: null };
  if (failure !== null) {
    const status = failure.status === "failed" || failure.status === "timed_out" ? "failed" : "skipped";
    return {
      ...empty,
      status,
      message: failure.code === null ? failure.message : `${failure.code}: ${failure.message}`,
    };
  }
  if (isTable(result)) {
    const figures = metricFigures(await result.records({ limit: maxMetrics }), title);
    return {
      ...empty,
      status: "ok",
      figures: figures ?? [],
      table: figures === undefined ? await previewOf(result) : null,
    };
  }
  return { ...empty, status: "ok", ...collectFigures(result, title) };
}

async function previewOf(table: Table): Promise<PanelTable> {
  const columns = table.schema.slice(0, tableColumns).map(({ name }) => name);
  const records = await table.records({ limit: tableRows, columns });
  const rows = records.map((record) => columns.map((column) => cellOf(record[column])));
  return { columns, rows, totalRows: table.rows };
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
