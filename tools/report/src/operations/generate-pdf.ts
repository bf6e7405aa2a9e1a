import { readTable, readText, type ToolContext, ValidationError } from "@aiecs/core/toolkit";
import type { Block, ReportImage } from "#blocks/block.ts";
import { chartBlocks } from "#blocks/chart-blocks.ts";
import { notesBlocks } from "#blocks/notes.ts";
import { heading, paragraphs } from "#blocks/text.ts";
import { blocksOf } from "#markup/blocks-from-markup.ts";
import { createDropLog } from "#markup/drop-log.ts";
import { parseHtml } from "#markup/parse-html.ts";
import { parseMarkdown } from "#markup/parse-markdown.ts";
import { maxKeyFigures } from "#reading/key-figures.ts";
import { type ReportChart, readCharts } from "#reading/read-charts.ts";
import { tableBlocks } from "#reading/table-blocks.ts";
import type { PdfParams, Section } from "#schemas/generate-pdf.ts";
import type { ReportResult } from "#schemas/report-result.ts";
import { maxTextLength } from "./text-length.ts";
import { checkOutputPath, writeReport } from "./write-report.ts";

/** Rows of a table that a section may hold. */
const maxTableRows = 2_000;

/** A part of the report while it is put together: pictures are numbered over the whole of it. */
type Draft = {
  readonly blocks: Block[];
  readonly images: ReportImage[];
  readonly notes: string[];
  readonly told: string[];
};

/** A report of texts, tables and charts: first the texts, then the sections, then the charts. */
export async function generatePdf(params: PdfParams, context: ToolContext): Promise<ReportResult> {
  checkOutputPath(params.output_path);
  const draft: Draft = { blocks: [], images: [], notes: [], told: [] };
  const { markdown, html, sections = [] } = params;
  const dashboard = await readCharts(params.charts, context);
  if (dashboard.figures.length > 0)
    draft.blocks.push({ t: "figures", items: dashboard.figures.slice(0, maxKeyFigures) });
  await addContent({ markdown, html }, "", draft, context);
  for (const [place, section] of sections.entries()) {
    context.signal.throwIfAborted();
    await addSection(section, `sections[${place}]`, draft, context);
  }
  addCharts(dashboard.charts, draft);
  if (draft.blocks.length === 0)
    throw new ValidationError("Nothing to report: expected charts, sections, markdown or html with some content");
  const blocks = [...draft.blocks, ...notesBlocks(draft.told)];
  const report = {
    title: params.title ?? dashboard.title ?? "Report",
    date: params.date,
    author: params.author,
    blocks,
    images: draft.images,
  };
  return await writeReport(report, context, { outputPath: params.output_path, notes: draft.notes });
}

async function addSection(section: Section, where: string, draft: Draft, context: ToolContext): Promise<void> {
  if (typeof section === "string") {
    draft.blocks.push(...paragraphs(section));
    return;
  }
  if (section.title !== undefined) draft.blocks.push(heading(1, section.title));
  await addContent(section, `${where}.`, draft, context);
}

type Content = Exclude<Section, string>;

async function addContent(content: Content, where: string, draft: Draft, context: ToolContext): Promise<void> {
  const { text, markdown, html, table, charts } = content;
  if (text !== undefined) draft.blocks.push(...paragraphs(await read(text, `${where}text`, draft, context)));
  if (markdown !== undefined) {
    const drops = createDropLog();
    draft.blocks.push(...blocksOf(parseMarkdown(await read(markdown, `${where}markdown`, draft, context), drops)));
    draft.notes.push(...drops.notes(`${where}markdown`));
  }
  if (html !== undefined) {
    const drops = createDropLog();
    draft.blocks.push(...blocksOf(parseHtml(await read(html, `${where}html`, draft, context), drops)));
    draft.notes.push(...drops.notes(`${where}html`));
  }
  if (table !== undefined)
    draft.blocks.push(...(await tableBlocks(await readTable(table, context), { maxRows: maxTableRows })));
  if (charts !== undefined) addCharts((await readCharts(charts, context, `${where}charts`)).charts, draft);
}

async function read(value: unknown, where: string, draft: Draft, context: ToolContext): Promise<string> {
  const key = where.endsWith("markdown") ? ["markdown"] : where.endsWith("html") ? ["html"] : [];
  const { text, source } = await readText(value, context, { name: where, keys: key, maxLength: maxTextLength });
  if (source !== null) draft.notes.push(`${where} was read from the file ${source}.`);
  return text;
}

function addCharts(charts: readonly ReportChart[], draft: Draft): void {
  const { blocks, images } = chartBlocks(charts, draft.images.length);
  draft.blocks.push(...blocks);
  draft.images.push(...images);
  draft.told.push(...charts.flatMap(({ notes }) => notes));
}
