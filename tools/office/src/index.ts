import type { Operation, Tool } from "@aiecs/core";
import { defineOperation, defineTool, type ToolContext } from "@aiecs/core/toolkit";
import type { OfficeProcesses } from "#conversion/office-processes.ts";
import {
  type ConvertToPdfParams,
  type ConvertToPdfResult,
  convertToPdfInput,
  convertToPdfOutput,
} from "#schemas/convert-to-pdf.ts";
import * as examples from "#schemas/examples.ts";
import { officeConfigSchema } from "#schemas/office-config.ts";
import {
  type ReadDocumentParams,
  type ReadDocumentResult,
  readDocumentInput,
  readDocumentOutput,
} from "#schemas/read-document.ts";

/** The operations of `office_tool`, by name. */
export type OfficeOperations = {
  readonly read_document: Operation<ReadDocumentParams, ReadDocumentResult>;
  readonly convert_to_pdf: Operation<ConvertToPdfParams, ConvertToPdfResult>;
};

const readDocument = defineOperation({
  description:
    "Reads a document (pdf, docx, pptx, xlsx, odt, ods, odp, rtf, html, md, txt, csv, images): text by pages, tables, embedded pictures, and pages without text drawn for OCR.",
  inputSchema: readDocumentInput,
  outputSchema: readDocumentOutput,
  annotations: { readOnly: true, idempotent: true, destructive: false },
  weight: "heavy",
  runsOn: "thread",
  timeoutMs: 300_000,
  cache: { files: ["file_path"] },
  examples: examples.readDocumentExamples,
  execute: async (params, context) => (await import("#operations/read-document.ts")).readDocument(params, context),
});

const convertToPdf = defineOperation({
  description:
    "Turns a document or a picture into a PDF, by LibreOffice where it is installed. Scripts and macros never run, and nothing outside of the document is loaded.",
  inputSchema: convertToPdfInput,
  outputSchema: convertToPdfOutput,
  // A copy may be written over a file at output_path.
  annotations: { readOnly: false, idempotent: true, destructive: false },
  weight: "heavy",
  // Waiting for a free process counts.
  timeoutMs: 600_000,
  examples: examples.convertToPdfExamples,
  execute: async (params, context: ToolContext<OfficeProcesses>) =>
    (await import("#operations/convert-to-pdf.ts")).convertToPdf(params, context),
});

/** Office documents: what they hold, and PDFs of them. */
const officeTool: Tool<"office_tool", OfficeOperations> = defineTool({
  name: "office_tool",
  description: "Reads office documents of all common formats, and turns them into PDF.",
  version: "1.0.0",
  module: import.meta.url,
  configSchema: officeConfigSchema,
  // Nothing starts before the first document is to be converted.
  create: async ({ file_timeout_ms }) => {
    const { OfficeProcesses } = await import("#conversion/office-processes.ts");
    return new OfficeProcesses({ fileTimeoutMs: file_timeout_ms });
  },
  dispose: async (processes) => await processes[Symbol.asyncDispose](),
  operations: { read_document: readDocument, convert_to_pdf: convertToPdf },
});

export default officeTool;
