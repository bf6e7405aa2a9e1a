import type { OperationExample } from "@aiecs/core";

/** Paths are relative to this package's folder. */
export const readDocumentExamples: readonly OperationExample[] = [
  { title: "A contract", params: { file_path: "fixtures/contract.md" } },
  { title: "A page", params: { file_path: "fixtures/notice.html" } },
];

export const convertToPdfExamples: readonly OperationExample[] = [
  { title: "Markdown", params: { file_path: "fixtures/contract.md" } },
  { title: "Without LibreOffice", params: { file_path: "fixtures/notice.html", engine: "native" } },
];
