import model from "wink-eng-lite-web-model";
import winkNlp, { type ItsHelpers, type Tokens, type WinkMethods } from "wink-nlp";

type Vocabulary = { isLexeme(word: string): unknown };

let loaded: WinkMethods | undefined;
let charactersRead = 0;
let vocabulary: Vocabulary | undefined;

/** The model keeps every word it ever read: after this much a new one is made. */
const renewAfter = 10_000_000;

/** Reads an English text with the model, which is made once per thread, at first use, and renewed after much reading. */
export function readEnglish(text: string): { readonly words: Tokens; readonly its: ItsHelpers } {
  if (loaded === undefined || charactersRead > renewAfter) {
    loaded = winkNlp(model, ["sbd", "pos"]);
    charactersRead = 0;
  }
  charactersRead += text.length;
  return { words: loaded.readDoc(text).tokens(), its: loaded.its };
}

/**
 * Whether the model knows a word, given in lower case, as one of the language. A reader that has read a text takes the words of it for known:
 * so this asks one that reads nothing, lest the answer hang on what was read before.
 */
export function isEnglishWord(word: string): boolean {
  if (word.length > 30) return false;
  vocabulary ??= winkNlp(model, []).readDoc("a");
  const lexeme = vocabulary.isLexeme(word);
  return lexeme !== null && lexeme !== undefined && lexeme !== false;
}
