import { ValidationError } from "@aiecs/core/toolkit";
import type { getDocumentProxy } from "unpdf";
import type { ReadContext } from "./read-context.ts";

export type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;
export type PdfPage = Awaited<ReturnType<Pdf["getPage"]>>;

type OpenContext = Pick<ReadContext, "name" | "password" | "limits">;

/** Opens a PDF; scripts in it never run. @throws E001 for one that is damaged, locked or has too many pages */
export async function openPdf(content: Uint8Array, context: OpenContext, extra: object = {}): Promise<Pdf> {
  const { name, password, limits } = context;
  const unpdf = await import("unpdf");
  const options = {
    ...(password === undefined ? {} : { password }),
    maxImageSize: limits.max_pixels,
    isEvalSupported: false,
    enableXfa: false,
    verbosity: 0,
    ...extra,
  };
  let pdf: Pdf;
  try {
    // A copy, since the library takes the bytes away.
    pdf = await unpdf.getDocumentProxy(Uint8Array.from(content), options);
  } catch (error) {
    throw explain(error, context);
  }
  if (pdf.numPages <= limits.max_pages) return pdf;
  await closePdf(pdf);
  throw new ValidationError(
    `Cannot read ${name}: it has ${pdf.numPages} pages, more than limits.max_pages (${limits.max_pages}) allows`,
  );
}

export async function closePdf(pdf: Pdf): Promise<void> {
  await pdf.loadingTask.destroy();
}

function explain(error: unknown, { name, password }: OpenContext): ValidationError {
  const because = (why: string): ValidationError =>
    new ValidationError(`Cannot read ${name}: ${why}`, { cause: error });
  if (error instanceof Error && error.name === "PasswordException") {
    return because(
      password === undefined || password === ""
        ? "it is protected by a password; give it as `password`"
        : "the password given does not open it",
    );
  }
  return because(`it is damaged or incomplete (${error instanceof Error ? error.message : String(error)})`);
}
