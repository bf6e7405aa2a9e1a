import type { RecognizedWord } from "./messages.ts";

/** Three letters or digits in a row at least: recognition makes shorter "words" of textures and edges. */
const word = /[\p{Letter}\p{Number}]{3,}/u;

/** How many words were read that are long enough and at least so sure. */
export function countWords(words: readonly RecognizedWord[], leastConfidence: number): number {
  return words.filter(({ text, confidence }) => confidence >= leastConfidence && word.test(text)).length;
}
