import { readFileInputs, type ToolContext } from "@aiecs/core/toolkit";
import type { Turn } from "#reading/draw-page.ts";
import { listPages, type PageSource } from "#reading/list-pages.ts";
import { findLanguage } from "#recognition/find-language.ts";
import type { ImageInstance } from "#recognition/image-instance.ts";
import type { ThreadLanguage } from "#recognition/messages.ts";
import { readTurned } from "#recognition/read-turned.ts";
import type { OcrPage, OcrTextParams, OcrTextResult } from "#schemas/ocr-text.ts";

type Context = ToolContext<ImageInstance>;

type ReadPage = OcrPage & { readonly turn: Turn };

/** The text in images. @throws E001 for a language that is not installed, and for what is no image or too large */
export async function ocrText({ image, language }: OcrTextParams, context: Context): Promise<OcrTextResult> {
  const files = await readFileInputs(image, context);
  if (files.length === 0) return toResult([], ["No image was given, so there is no text."]);
  const found = await findLanguage(language);
  const { sources, warnings } = await listPages(files, context);
  const read = await readPages(sources, found, context);
  const pages = read.map(({ number, text, confidence }) => ({ number, text, confidence }));
  for (const { number, turn } of read) {
    if (turn !== 0)
      warnings.push(`Page ${number} was read turned by ${turn} degrees, since upright it shows no words.`);
  }
  const empty = pages.filter(({ text }) => text === "").map(({ number }) => number);
  if (empty.length > 0) {
    warnings.push(`No text was found on ${empty.length === 1 ? "page" : "pages"} ${empty.join(", ")}.`);
  }
  return toResult(pages, warnings);
}

/** Settles when no page is in work any more, also when one of them failed or the call was aborted. */
async function readPages(
  sources: readonly PageSource[],
  language: ThreadLanguage,
  context: Context,
): Promise<readonly ReadPage[]> {
  const failing = new AbortController();
  const signal = AbortSignal.any([context.signal, failing.signal]);
  let done = 0;

  async function readPage({ file, page }: PageSource, place: number): Promise<ReadPage> {
    const { recognizer } = context.instance;
    const found = await readTurned({ file, page, language, recognizer, limits: context.limits, signal });
    done += 1;
    context.progress(done / sources.length, `${done} of ${sources.length} pages read`);
    const text = found.text.trim();
    return { number: place + 1, text, confidence: text === "" ? 0 : round(found.confidence), turn: found.turn };
  }

  const settled = await Promise.allSettled(
    sources.map((source, place) =>
      readPage(source, place).catch((error: unknown) => {
        failing.abort(error);
        throw error;
      }),
    ),
  );
  signal.throwIfAborted();
  return settled.flatMap((page) => (page.status === "fulfilled" ? [page.value] : []));
}

function toResult(pages: readonly OcrPage[], warnings: readonly string[]): OcrTextResult {
  const length = pages.reduce((sum, { text }) => sum + text.length, 0);
  const weighted = pages.reduce((sum, { text, confidence }) => sum + text.length * confidence, 0);
  const text = pages.map((page) => page.text).join("\n\n");
  const confidence = length === 0 ? 0 : round(weighted / length);
  return warnings.length === 0 ? { text, confidence, pages } : { text, confidence, pages, warnings };
}

function round(confidence: number): number {
  return Math.round(confidence * 10_000) / 10_000;
}
