import type { OperationExample } from "@aiecs/core";

/** Paths are relative to this package's folder. */
export const ocrTextExamples: readonly OperationExample[] = [
  { title: "A scanned page", params: { image: "fixtures/invoice.png" } },
  {
    title: "Several pages, in order",
    params: { image: ["fixtures/invoice.png", "fixtures/invoice.png"], language: "en" },
  },
  {
    title: "No pages",
    params: { image: [] },
    result: { text: "", confidence: 0, pages: [], warnings: ["No image was given, so there is no text."] },
  },
];

export const analyzeImageExamples: readonly OperationExample[] = [
  { title: "A scanned page", params: { image_path: "fixtures/invoice.png" } },
];
