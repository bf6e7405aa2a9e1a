import { baseForm } from "#language/base-form.ts";
import { findWords } from "#measures/words.ts";

/** Words of a text in lower case, without the endings of plural, and their pairs: what tells its class in any language. */
export function textFeatures(text: string): readonly string[] {
  const words = [...findWords(text)].map(({ text: word }) => baseForm(word));
  const pairs = words.slice(1).map((word, index) => `${words[index] ?? ""} ${word}`);
  return [...words, ...pairs];
}
