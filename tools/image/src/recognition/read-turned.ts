import type { InputFile, ToolContext } from "@aiecs/core/toolkit";
import { drawPage, type Turn } from "#reading/draw-page.ts";
import { checkPage, openImage } from "#reading/open-image.ts";
import { countWords } from "./count-words.ts";
import type { Recognition, ThreadLanguage } from "./messages.ts";
import type { Recognizer } from "./recognizer.ts";

/** Larger pages are shrunk to it: A4 at 500 dpi, more than letters need. */
const recognizedPixels = 24_000_000;

/** Enough to find out which way is up: most words of a page can be read. */
const turnCheckPixels = 1_000_000;

/** Text that stands upright is read with about 0.95, also in bad scans; the same turned with 0.4 at most. */
const uprightConfidence = 0.7;
const sureConfidence = 0.85;
const leastWords = 3;

export type ReadTurnedOptions = Pick<ToolContext, "limits" | "signal"> & {
  readonly file: InputFile;
  /** From 0. */
  readonly page: number;
  readonly language: ThreadLanguage;
  readonly recognizer: Recognizer;
};

/** The text of a page, and by how many degrees it had to be turned to be read. */
export type TurnedRecognition = Recognition & { readonly turn: Turn };

/**
 * Reads a page as it stands. When that gives no text that is sure, the page may lie on its side or upside down: then
 * it is read the way up that shows words, if one does.
 */
export async function readTurned(options: ReadTurnedOptions): Promise<TurnedRecognition> {
  const upright = await readPage(options, 0);
  if (upright.confidence >= uprightConfidence) return { ...upright, turn: 0 };
  const turn = await findTurn(options);
  return turn === 0 ? { ...upright, turn } : { ...(await readPage(options, turn)), turn };
}

/** The first way up that is read surely; else the one with most sure words, if they are twice those of the page as it stands. */
async function findTurn(options: ReadTurnedOptions): Promise<Turn> {
  const seen: { readonly turn: Turn; readonly words: number }[] = [];
  for (const turn of [180, 90, 270, 0] as const) {
    const { words, confidence } = await lookAt(options, turn);
    const sure = countWords(words, sureConfidence);
    if (sure >= leastWords && confidence >= uprightConfidence) return turn;
    seen.push({ turn, words: sure });
  }
  const upright = seen.pop()?.words ?? 0;
  const [best] = seen.sort((a, b) => b.words - a.words);
  return best && best.words >= Math.max(leastWords, 2 * upright) ? best.turn : 0;
}

async function readPage(options: ReadTurnedOptions, turn: Turn): Promise<Recognition> {
  const { recognizer, language, signal } = options;
  const draw = () => drawTurned(options, { turn, maxPixels: recognizedPixels });
  return await recognizer.recognize(draw, { language, layout: "page", signal });
}

async function lookAt(options: ReadTurnedOptions, turn: Turn): Promise<Recognition> {
  const { recognizer, language, signal } = options;
  const draw = () => drawTurned(options, { turn, maxPixels: turnCheckPixels });
  return await recognizer.recognize(draw, { language, layout: "sparse", signal });
}

async function drawTurned(
  { file, page, ...context }: ReadTurnedOptions,
  { turn, maxPixels }: { readonly turn: Turn; readonly maxPixels: number },
): Promise<Uint8Array> {
  const image = await openImage(file, context);
  await checkPage(image, page, context);
  return await drawPage(image, { page, maxPixels, turn });
}
