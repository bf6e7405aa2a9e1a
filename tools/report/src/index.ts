import type { Operation, Tool } from "@aiecs/core";
import { defineOperation, defineTool } from "@aiecs/core/toolkit";
import { dailyReportExamples, legalAnalysisExamples, pdfExamples } from "#schemas/examples.ts";
import { type DailyReportInput, dailyReportInput } from "#schemas/generate-daily-report.ts";
import { type LegalAnalysisParams, legalAnalysisInput } from "#schemas/generate-legal-analysis.ts";
import { type PdfParams, pdfInput } from "#schemas/generate-pdf.ts";
import { type ReportResult, reportResult } from "#schemas/report-result.ts";

/** The operations of `report_tool`, by name. */
export type ReportOperations = {
  readonly generate_pdf: Operation<PdfParams, ReportResult>;
  readonly generate_daily_report: Operation<DailyReportInput, ReportResult>;
  readonly generate_legal_analysis: Operation<LegalAnalysisParams, ReportResult>;
};

/**
 * Typesetting is synchronous work of the processor, hence the threads. What an operation writes is its own: a new file in
 * the task's folder, and a copy where the caller asks for one. So it needs no order among other operations.
 */
const typesetting = {
  annotations: { readOnly: false, idempotent: true, destructive: false },
  effects: [],
  runsOn: "thread",
  weight: "heavy",
  outputSchema: reportResult,
} as const;

const reportTool: Tool<"report_tool", ReportOperations> = defineTool({
  name: "report_tool",
  description: "Reports as PDF: selectable text, bookmarks, page numbers, charts as vector graphics.",
  version: "1.0.0",
  module: import.meta.url,
  operations: {
    generate_pdf: defineOperation({
      ...typesetting,
      description: "Makes a PDF of Markdown, HTML, sections with tables, and charts.",
      inputSchema: pdfInput,
      examples: pdfExamples,
      execute: async (params, context) => (await import("#operations/generate-pdf.ts")).generatePdf(params, context),
    }),
    generate_daily_report: defineOperation({
      ...typesetting,
      description: "Makes the PDF report of a day: key figures, charts with captions, every figure in a table.",
      inputSchema: dailyReportInput,
      examples: dailyReportExamples,
      execute: async (params, context) =>
        (await import("#operations/generate-daily-report.ts")).generateDailyReport(params, context),
    }),
    generate_legal_analysis: defineOperation({
      ...typesetting,
      description:
        "Makes the PDF analysis of a contract: risks, clauses in their own words with their places, names and amounts.",
      inputSchema: legalAnalysisInput,
      examples: legalAnalysisExamples,
      execute: async (params, context) =>
        (await import("#operations/generate-legal-analysis.ts")).generateLegalAnalysis(params, context),
    }),
  },
});

export default reportTool;
