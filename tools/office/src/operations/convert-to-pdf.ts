import { readFile } from "node:fs/promises";
import { ExecutionError } from "@aiecs/core";
import { readFileInputs, type ToolContext, ValidationError } from "@aiecs/core/toolkit";
import { countPages } from "#conversion/count-pages.ts";
import { imageToPdf } from "#conversion/images-to-pdf.ts";
import { makeNativePdf } from "#conversion/native-pdf.ts";
import type { OfficeProcesses } from "#conversion/office-processes.ts";
import { prepareFile } from "#conversion/prepare-file.ts";
import type { PreparedFile } from "#conversion/prepared-file.ts";
import type { ConvertToPdfParams, ConvertToPdfResult, PdfEngine } from "#schemas/convert-to-pdf.ts";

type Context = Pick<
  ToolContext<OfficeProcesses>,
  "files" | "artifacts" | "limits" | "signal" | "progress" | "instance"
>;

type Made = { readonly pdf: Uint8Array; readonly engine: PdfEngine; readonly notes: readonly string[] };

/** Turns a document into a PDF, by LibreOffice where it is installed. Nothing in the document is run or fetched. */
export async function convertToPdf(
  { file_path, output_path, engine = "auto" }: ConvertToPdfParams,
  context: Context,
): Promise<ConvertToPdfResult> {
  const [file] = await readFileInputs(file_path, context);
  if (!file) throw new ValidationError("Invalid file: expected one document, received none");
  const content = await readFile(file.path);
  context.signal.throwIfAborted();
  const title = baseName(file.name);
  const prepared = await prepareFile({ ...file, title, content }, context);
  const { limits, signal } = context;
  const { pdf, ...made } =
    prepared === "image"
      ? {
          pdf: (await imageToPdf(content, { name: file.name, limits, signal })).pdf,
          engine: "native" as const,
          notes: [],
        }
      : await makePdf(prepared, file.name, { engine, context });
  signal.throwIfAborted();
  const pages = await countPages(pdf);
  const artifact = await context.artifacts.write({
    name: `${title}.pdf`,
    mediaType: "application/pdf",
    content: pdf,
    outputPath: output_path,
  });
  context.progress(1);
  return { ...artifact, pages, ...made };
}

async function makePdf(
  file: PreparedFile,
  name: string,
  { engine, context }: { readonly engine: "auto" | PdfEngine; readonly context: Context },
): Promise<Made> {
  const { notes } = file;
  const { instance, signal, limits } = context;
  const native = async (): Promise<Made> => ({
    pdf: await makeNativePdf(file, { name, limits, signal }),
    engine: "native",
    notes,
  });
  if (engine === "native") return await native();
  try {
    const onProgress = (fraction: number): void => context.progress(0.9 * fraction);
    return { pdf: await instance.convert(file, { name, signal, onProgress }), engine: "libreoffice", notes };
  } catch (error) {
    const isMissing = error instanceof ExecutionError && error.details.reason === "missing_program";
    if (engine === "auto" && isMissing) return await native();
    throw error;
  }
}

function baseName(path: string): string {
  const name = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  const dot = name.lastIndexOf(".");
  return dot > 0 ? name.slice(0, dot) : name;
}
