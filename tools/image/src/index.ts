import type { Operation, Tool } from "@aiecs/core";
import { defineOperation, defineTool, type ToolContext } from "@aiecs/core/toolkit";
import type { ImageInstance } from "#recognition/image-instance.ts";
import {
  type AnalyzeImageParams,
  type AnalyzeImageResult,
  analyzeImageInput,
  analyzeImageOutput,
} from "#schemas/analyze-image.ts";
import * as examples from "#schemas/examples.ts";
import { type OcrTextInput, type OcrTextResult, ocrTextInput, ocrTextOutput } from "#schemas/ocr-text.ts";

/** The operations of `image_tool`, by name. */
export type ImageOperations = {
  readonly ocr_text: Operation<OcrTextInput, OcrTextResult>;
  readonly analyze_image: Operation<AnalyzeImageParams, AnalyzeImageResult>;
};

/** All operations only read, and give the same answer for the same image. */
const annotations = { readOnly: true, idempotent: true, destructive: false };

/** Runs on the main thread: what is heavy is done by threads of its own, and by those of the image library. */
const ocrText = defineOperation({
  description: "Reads the text in images, offline: photographs of documents, scans, screenshots, all pages of a TIFF.",
  inputSchema: ocrTextInput,
  outputSchema: ocrTextOutput,
  annotations,
  weight: "heavy",
  cache: { files: ["image"] },
  timeoutMs: 600_000,
  examples: examples.ocrTextExamples,
  execute: async (params, context: ToolContext<ImageInstance>) =>
    (await import("#operations/ocr-text.ts")).ocrText(params, context),
});

const analyzeImage = defineOperation({
  description:
    "Describes an image: format, size, colours, brightness, sharpness, EXIF data, perceptual hash, and whether it holds text.",
  inputSchema: analyzeImageInput,
  outputSchema: analyzeImageOutput,
  annotations,
  weight: "heavy",
  cache: { files: ["image_path"] },
  timeoutMs: 120_000,
  examples: examples.analyzeImageExamples,
  execute: async (params, context: ToolContext<ImageInstance>) =>
    (await import("#operations/analyze-image.ts")).analyzeImage(params, context),
});

/** Images: their text, and what they are like. */
const imageTool: Tool<"image_tool", ImageOperations> = defineTool({
  name: "image_tool",
  description: "Images: the text in them, recognised offline, and what they are like.",
  version: "1.0.0",
  create: async (): Promise<ImageInstance> => {
    const { createRecognizer } = await import("#recognition/recognizer.ts");
    return { recognizer: createRecognizer() };
  },
  dispose: ({ recognizer }) => recognizer[Symbol.asyncDispose](),
  operations: { ocr_text: ocrText, analyze_image: analyzeImage },
});

export default imageTool;
