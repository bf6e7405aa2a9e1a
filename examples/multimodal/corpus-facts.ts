import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** The documents of a corpus that have all words in one paragraph, found by looking at each. */
export function documentsWith(words: readonly string[], corpus: readonly string[]): readonly string[] {
  const patterns = words.map((word) => new RegExp(`(?<!\\p{L})${word}(?!\\p{L})`, "iu"));
  return corpus.flatMap(listFiles).filter((path) => {
    const paragraphs = readFileSync(path, "utf8").split(/\n\s*\n/);
    return paragraphs.some((paragraph) => patterns.every((pattern) => pattern.test(paragraph)));
  });
}

function listFiles(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => listFiles(join(path, name)));
}
