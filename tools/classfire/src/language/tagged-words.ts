import type { ItemToken } from "wink-nlp";
import type { Span } from "./span.ts";
import { readEnglish } from "./wink.ts";

/** A word or mark of an English text with its part of speech. */
export type TaggedWord = Span & {
  readonly text: string;
  /** Of the universal tags: NOUN, PROPN, ADJ, … */
  readonly pos: string;
  /** A word like "the" or "of", that says nothing of what a text is about. */
  readonly isStopWord: boolean;
};

/** The model's time grows with the square of a word's length; longer ones are no words of English. */
const longWord = /[^\s]{61,}/g;

/** Parts of speech of one sentence, with offsets in the whole text. */
export function tagWords(text: string, { start, end }: Span): readonly TaggedWord[] {
  const sentence = text.slice(start, end);
  const readable = sentence.replaceAll("\0", " ").replace(longWord, (word) => " ".repeat(word.length));
  const { words, its } = readEnglish(readable);
  const tagged: TaggedWord[] = [];
  let cursor = 0;
  words.each((token: ItemToken) => {
    const value = token.out();
    const found = readable.indexOf(value, cursor);
    if (found === -1 || value.trim() === "") return;
    cursor = found + value.length;
    tagged.push({
      start: start + found,
      end: start + cursor,
      text: value,
      pos: token.out(its.pos),
      isStopWord: token.out(its.stopWordFlag) === true,
    });
  });
  return tagged;
}
