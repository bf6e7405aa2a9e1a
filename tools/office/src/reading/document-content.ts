import type { Artifact } from "@aiecs/core/toolkit";
import type { DocumentMetadata, DocumentPage, DocumentTable } from "#schemas/read-document.ts";

/** What a document tells of itself. */
export type Properties = Partial<Omit<DocumentMetadata, "format" | "page_count">>;

/** What a reader makes of a document. */
export type DocumentContent = {
  readonly pages: readonly DocumentPage[];
  readonly tables: readonly DocumentTable[];
  readonly scannedPages?: readonly Artifact[];
  readonly properties: Properties;
  /** Where the reader alone knows it. */
  readonly format?: string;
};
