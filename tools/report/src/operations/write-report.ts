import { type ToolContext, ValidationError } from "@aiecs/core/toolkit";
import type { Report } from "#blocks/block.ts";
import type { ReportResult } from "#schemas/report-result.ts";
import { typeset } from "#typesetting/typeset.ts";
import { uncoveredScriptNotes } from "#typesetting/uncovered-scripts.ts";
import { shortLine } from "#wording/clean-text.ts";

export type WriteOptions = { readonly outputPath: string | undefined; readonly notes: readonly string[] };

/** Pages beyond so many are a mistake of whoever made the data. */
const maxPages = 2_000;

/** Typesets a report and keeps the file. @throws E001 for an output path that does not end in .pdf, or too many pages */
export async function writeReport(
  report: Report,
  context: Pick<ToolContext, "artifacts" | "signal" | "progress">,
  { outputPath, notes }: WriteOptions,
): Promise<ReportResult> {
  context.signal.throwIfAborted();
  context.progress(0.4, "Typesetting");
  const { content, pages } = typeset(report);
  if (pages > maxPages)
    throw new ValidationError(`The report would have ${pages} pages, more than the ${maxPages} it may have`);
  context.signal.throwIfAborted();
  const file = await context.artifacts.write({
    name: `${fileStem(report.title)}.pdf`,
    mediaType: "application/pdf",
    content,
    outputPath,
  });
  return {
    ...file,
    title: report.title,
    pages,
    charts: report.images.length,
    notes: [...notes, ...uncoveredScriptNotes(report)],
  };
}

/** @throws E001 */
export function checkOutputPath(outputPath: string | undefined): void {
  if (outputPath === undefined || outputPath.toLowerCase().endsWith(".pdf")) return;
  throw new ValidationError(`output_path: expected a name that ends in .pdf, received ${JSON.stringify(outputPath)}`);
}

function fileStem(title: string): string {
  const stem = shortLine(title, 60)
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
  return stem === "" ? "report" : stem;
}
