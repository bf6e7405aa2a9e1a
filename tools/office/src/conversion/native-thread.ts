/** Runs inside a thread of its own: makes one PDF with JavaScript libraries, then ends. */
import { parentPort, workerData } from "node:worker_threads";
import { ValidationError } from "@aiecs/core/toolkit";
import type { SupportedFileType } from "officeparser";
import { readArchive } from "#documents/read-archive.ts";
import { parseOffice } from "#reading/parse-office.ts";
import { readSheet } from "#reading/read-sheet.ts";
import { readWorkbookParts, textOf } from "#reading/workbook-parts.ts";
import type { NativeAnswer, NativeRequest } from "./native-messages.ts";

const fileTypes: { readonly [extension: string]: SupportedFileType } = {
  docx: "docx",
  pptx: "pptx",
  odt: "odt",
  ods: "ods",
  odp: "odp",
  rtf: "rtf",
  html: "html",
  csv: "csv",
};

const request: NativeRequest = workerData;

void answer(request).then((made) => parentPort?.postMessage(made));

async function answer({ name, extension, content, limits }: NativeRequest): Promise<NativeAnswer> {
  const isWorkbook = extension === "xlsx";
  const fileType = isWorkbook ? "html" : fileTypes[extension];
  if (fileType === undefined) return { unfit: `.${extension} files are read by LibreOffice only` };
  const { signal } = new AbortController();
  try {
    const bytes = Buffer.from(content);
    const source = isWorkbook ? await workbookToHtml(bytes, name, limits.max_expansion_bytes) : bytes;
    const ast = await parseOffice(source, { name, password: undefined, signal, limits, fileType });
    const { value, messages } = await ast.to("pdf", { pdfConfig: { engine: "native" } });
    if (messages.some(({ message }) => message.includes("non-WinAnsi"))) {
      return { unfit: "it has characters that the built-in fonts lack (they hold those of Western Europe)" };
    }
    return typeof value === "string" ? { unfit: "no PDF came out" } : { pdf: value };
  } catch (error) {
    if (error instanceof ValidationError) return { invalid: error.message };
    return { unfit: error instanceof Error ? error.message : String(error) };
  }
}

/** Sheets that show, as tables. */
async function workbookToHtml(content: Buffer, name: string, maxExpansionBytes: number): Promise<Buffer> {
  const archive = readArchive(content, { name, maxExpansionBytes });
  const { sheets, ...shared } = await readWorkbookParts(archive);
  let html = "";
  for (const { name: title, part, isHidden } of sheets) {
    if (isHidden) continue;
    const rows = readSheet(await textOf(archive, part), shared);
    const columns = [...new Set(rows.flatMap((row) => [...row.keys()]))].toSorted((one, other) => one - other);
    const cells = rows.map((row) => columns.map((column) => `<td>${escapeHtml(row.get(column)?.text ?? "")}</td>`));
    html += `<h2>${escapeHtml(title)}</h2><table>${cells.map((row) => `<tr>${row.join("")}</tr>`).join("")}</table>`;
  }
  return Buffer.from(html, "utf8");
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
