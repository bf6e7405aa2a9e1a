import { countWords } from "#recognition/count-words.ts";
import type { RecognizedWord } from "#recognition/messages.ts";
import type { TextCheck } from "#schemas/analyze-image.ts";

const sureConfidence = 0.85;
const likelyConfidence = 0.6;

/** Whether the words that recognition found are text: one that is sure, or two that are likely. */
export function hasText(recognized: readonly RecognizedWord[]): TextCheck {
  const words = countWords(recognized, likelyConfidence);
  return { has_text: countWords(recognized, sureConfidence) >= 1 || words >= 2, words };
}
