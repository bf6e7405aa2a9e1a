import { type Artifact, artifactJsonSchema, type FileInput, isArtifact } from "@aiecs/core/toolkit";
import { z } from "zod";
import { documentInput } from "./read-document.ts";

/** What made a PDF: LibreOffice, or libraries of this package, which know headings, lists, tables and pictures only. */
export type PdfEngine = "libreoffice" | "native";

export type ConvertToPdfParams = {
  readonly file_path: FileInput;
  /** Where a copy goes. */
  readonly output_path?: string | undefined;
  /** @default "auto": LibreOffice where it is installed, else native */
  readonly engine?: "auto" | PdfEngine | undefined;
};

/** The PDF's artifact, and how it was made. */
export type ConvertToPdfResult = Artifact & {
  readonly pages: number;
  readonly engine: PdfEngine;
  /** What was left out on purpose, such as pictures from the network. */
  readonly notes: readonly string[];
};

export const convertToPdfInput: z.ZodType<ConvertToPdfParams, ConvertToPdfParams> = z.object({
  file_path: documentInput,
  output_path: z.string().min(1).optional().describe("Where a copy of the PDF goes."),
  engine: z
    .enum(["auto", "libreoffice", "native"])
    .optional()
    .describe("LibreOffice where it is installed (auto), always, or never. Pictures never need it."),
});

const required = ["id", "name", "path", "media_type", "bytes", "sha256", "pages", "engine", "notes"];

export const convertToPdfOutput: z.ZodType<ConvertToPdfResult> = z
  .custom<ConvertToPdfResult>(isPdf, "expected a PDF")
  .meta({
    ...artifactJsonSchema,
    description: "The PDF, and how it was made.",
    properties: {
      ...Object(artifactJsonSchema.properties),
      pages: { type: "integer", minimum: 1 },
      engine: { enum: ["libreoffice", "native"], description: "What made it." },
      notes: { type: "array", items: { type: "string" }, description: "What was left out on purpose." },
    },
    required,
  });

function isPdf(value: unknown): boolean {
  return isArtifact(value) && "pages" in value && "engine" in value && "notes" in value;
}
