import type { Artifact, Table, TableInput } from "@aiecs/core/toolkit";

/** One part of a corpus. A string is a file, a folder, a dataset of the plan's input, or a text. */
export type CorpusPart =
  | string
  | Artifact
  | { readonly text: string; readonly source?: string | undefined }
  | TableInput;

/** What `corpus` and `sources` take: one part, or a list of them. */
export type CorpusInput = CorpusPart | readonly CorpusPart[];

/** Where passages come from, found but not read yet. */
export type CorpusSource = {
  /** As the caller named it, with the path below a folder. */
  readonly name: string;
  /** Changes whenever the content does. */
  readonly state: string;
  /** The part of the corpus it belongs to: the same while files come, change and go. */
  readonly part: string;
  /** Its size, for limits and progress; 0 where it is known only after reading. */
  readonly bytes: number;
  /** Named itself rather than found in a folder: what is wrong with it is an error, not a remark. */
  readonly isNamed: boolean;
  readonly content:
    | { readonly kind: "text"; readonly text: string }
    | { readonly kind: "table"; readonly table: Table }
    /** `path` is real and checked. */
    | { readonly kind: "file"; readonly path: string; readonly format: FileFormat };
};

/** How a file is read: by this tool, as a table by pandas_tool, or as a document by office_tool. */
export type FileFormat = "text" | "markdown" | "html" | "json" | "table" | "document" | "unknown";
