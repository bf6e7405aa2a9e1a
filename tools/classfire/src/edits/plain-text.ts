/** The words of a Markdown text without its marks, for measures: no code, no targets of links, list items and headings as sentences. */
export function toPlainText(text: string): string {
  return text
    .replace(/^(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^\1[^\n]*$|$(?![\s\S]))/gmu, "")
    .replace(/!?\[([^\]\n]{0,500})\]\([^()\n]{0,1000}\)/gu, "$1")
    .replace(/^[^\S\n]{0,12}(?:#{1,6}|[-*+>]|\d{1,3}[.)])\s{1,4}(.*)$/gmu, "\n$1\n")
    .replace(/[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}/gu, "");
}
