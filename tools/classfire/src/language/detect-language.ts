import { eld } from "eld/extrasmall";

/** What language a text is in; `language` is null when too little of it is words. */
export type DetectedLanguage = {
  /** ISO 639-1. */
  readonly language: string | null;
  /** 0 to 1. */
  readonly confidence: number;
  /** Whether the text is long and distinct enough for the answer to be trusted. */
  readonly reliable: boolean;
};

/** What is read at the start, the middle and the end of a long text. */
const sample = 2_000;
/** Scripts that only one of the detected languages uses much. */
const addresses = /\b(?:https?:\/\/|www\.)\S{1,2000}|[\w.+-]{1,64}@[\w.-]{1,255}/gi;

/**
 * The language of a text, by its letter sequences (ELD, N. T. M., 2023).
 * The confidence is the score of the language, lowered where the runner-up comes close.
 */
export function detectLanguage(text: string): DetectedLanguage {
  const words = samples(text)
    .replace(addresses, " ")
    .replace(/[\p{N}\p{P}\p{S}]+/gu, " ")
    .trim();
  const found = words === "" ? undefined : eld.detect(words);
  if (found === undefined || found.language === "") return { language: null, confidence: 0, reliable: false };
  const [best = 0, second = 0] = Object.values(found.getScores()).toSorted((one, other) => other - one);
  const lead = best === 0 ? 0 : (best - second) / best;
  const confidence = Math.min(1, best * (0.5 + Math.min(0.5, 2.5 * lead)));
  return { language: found.language, confidence: round(confidence), reliable: found.isReliable() };
}

function samples(text: string): string {
  if (text.length <= 3 * sample) return text;
  const middle = Math.floor(text.length / 2) - sample / 2;
  return [text.slice(0, sample), text.slice(middle, middle + sample), text.slice(-sample)].join(" ");
}

function round(value: number): number {
  return Math.round(1_000 * value) / 1_000;
}
