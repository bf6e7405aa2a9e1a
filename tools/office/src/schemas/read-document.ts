import {
  type Artifact,
  artifactJsonSchema,
  type FileInput,
  fileInputError,
  fileInputJsonSchema,
  isArtifact,
  isFileInput,
  type TableRecord,
} from "@aiecs/core/toolkit";
import { z } from "zod";

export type ReadDocumentParams = {
  readonly file_path: FileInput;
  /** Opens an encrypted document; ignored by others. */
  readonly password?: string | undefined;
};

export type DocumentPage = {
  /** From 1. */
  readonly number: number;
  readonly text: string;
};

/** A table of a document. `data` may stand wherever a table is asked for. */
export type DocumentTable = {
  /** The page it starts on, from 1. */
  readonly page: number;
  /** The sheet it is, or null. */
  readonly name: string | null;
  /** All its rows, the header among them, as texts. */
  readonly rows: readonly (readonly string[])[];
  /** The rows below the header as records; columns of numbers hold numbers, empty cells are null. */
  readonly data: readonly TableRecord[];
};

export type DocumentMetadata = {
  readonly format: string;
  readonly title: string | null;
  readonly author: string | null;
  readonly subject: string | null;
  readonly keywords: string | null;
  /** ISO 8601. */
  readonly created: string | null;
  /** ISO 8601. */
  readonly modified: string | null;
  readonly page_count: number;
  /** Sheets that are hidden; their content is left out. */
  readonly hidden_sheets: readonly string[];
  /** The encoding a file of plain characters was read in, else null. */
  readonly encoding: string | null;
};

export type ReadDocumentResult = {
  readonly text: string;
  readonly pages: readonly DocumentPage[];
  readonly tables: readonly DocumentTable[];
  readonly images: readonly Artifact[];
  readonly scanned_pages: readonly Artifact[];
  readonly metadata: DocumentMetadata;
};

/** A parameter that takes one document. */
export const documentInput: z.ZodType<FileInput, FileInput> = z
  .custom<FileInput>(isFileInput, { error: fileInputError })
  .meta({ ...fileInputJsonSchema, description: "The document: the path of a file, or an artifact." });

const artifact = z.custom<Artifact>(isArtifact, "expected an artifact").meta(artifactJsonSchema);
const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const readDocumentInput: z.ZodType<ReadDocumentParams, ReadDocumentParams> = z.object({
  file_path: documentInput,
  password: z.string().optional().describe("Opens an encrypted document."),
});

export const readDocumentOutput: z.ZodType<ReadDocumentResult> = z.object({
  text: z
    .string()
    .describe("All pages; headers, footers, footnotes and speaker notes stand after the body of their page."),
  pages: z
    .array(z.object({ number: z.int(), text: z.string() }))
    .describe("Pages of a PDF, slides, sheets; one for formats without pages."),
  tables: z.array(
    z.object({
      page: z.int().describe("The page it starts on."),
      name: z.string().nullable().describe("The sheet it is, else null."),
      rows: z.array(z.array(z.string())).describe("All its rows, the header among them."),
      data: z.array(z.record(z.string(), cell)).describe("The rows below the header as records, usable as a table."),
    }),
  ),
  images: z.array(artifact).describe("Each distinct embedded picture once."),
  scanned_pages: z.array(artifact).describe("Pages without any text layer, drawn as PNG for image_tool.ocr_text."),
  metadata: z.object({
    format: z.string(),
    title: z.string().nullable(),
    author: z.string().nullable(),
    subject: z.string().nullable(),
    keywords: z.string().nullable(),
    created: z.string().nullable(),
    modified: z.string().nullable(),
    page_count: z.int(),
    hidden_sheets: z.array(z.string()).describe("Their content is left out."),
    encoding: z.string().nullable(),
  }),
});
