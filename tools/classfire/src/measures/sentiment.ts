import { SentimentIntensityAnalyzer } from "vader-sentiment";
import { splitSentences } from "#language/sentences.ts";

export type SentimentLabel = "positive" | "negative" | "neutral";

export type Sentiment = {
  readonly label: SentimentLabel;
  /** From -1, all negative, to 1. */
  readonly score: number;
};

/** Where its authors draw the lines (Hutto and Gilbert, 2014). */
const threshold = 0.05;

/**
 * Sentiment of an English text by VADER (Hutto and Gilbert, 2014): of one sentence its compound score, of several the mean of those that
 * show any, weighted by how many do.
 */
export function measureSentiment(text: string): Sentiment {
  const scores = splitSentences(text).map(({ start, end }) => polarity(text.slice(start, end)));
  const telling = scores.filter((score) => Math.abs(score) >= threshold);
  const mean = telling.length === 0 ? 0 : telling.reduce((sum, score) => sum + score, 0) / telling.length;
  const share = scores.length === 0 ? 0 : Math.min(1, (3 * telling.length) / scores.length);
  const score = Math.round(1_000 * mean * share) / 1_000 + 0;
  return { label: score >= threshold ? "positive" : score <= -threshold ? "negative" : "neutral", score };
}

function polarity(sentence: string): number {
  const { compound } = SentimentIntensityAnalyzer.polarity_scores(
    sentence.replace(/[’]/g, "'").replace(/\S{200,}/g, " "),
  );
  return Number.isFinite(compound) ? compound : 0;
}
