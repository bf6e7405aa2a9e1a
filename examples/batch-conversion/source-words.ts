import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import mammoth from "mammoth";

/** The words that a document's PDF must show, taken from the source without the tools. */
export async function sourceWords(path: string): Promise<readonly string[]> {
  const kind = extname(path);
  const text = kind === ".docx" ? (await mammoth.extractRawText({ path })).value : await readFile(path, "utf8");
  return [...new Set(shownText(text, kind).match(/(?<![\p{L}\p{N}])\p{L}{4,16}(?![\p{L}\p{N}])/gu))];
}

/** A source without what a reader of the printed document does not see: markup, controls, addresses of links. */
function shownText(text: string, kind: string): string {
  if (kind === ".html") {
    const body = text.slice(text.indexOf("<body"));
    return body.replace(/<(script|style|button|textarea)\b[\s\S]*?<\/\1>|<[^>]*>|&#?\w+;/g, " ");
  }
  if (kind !== ".md") return text;
  const picture = /!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])?/g;
  const address = /\]\([^)]*\)|\]\[[^\]]*\]|^\s*\[[^\]]+\]:.*$|https?:\S+/gm;
  return text
    .replace(picture, " ")
    .replace(address, " ")
    .replace(/^```.*$|<!--[\s\S]*?-->|&\w+;/gm, " ");
}
