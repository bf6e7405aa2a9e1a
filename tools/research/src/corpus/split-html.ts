import { type Pieces, splitText } from "./split-text.ts";

/** Elements whose content nobody reads. */
const unread = new Set(["script", "style", "noscript", "template", "svg"]);
/** Elements that stand inside a line of text. */
const inline = new Set(
  "a abbr b bdi bdo cite code data del dfn em font i img ins kbd label mark q s samp small span strong sub sup time tt u var wbr".split(
    " ",
  ),
);
/** Without what stands in quotes: what goes on for longer is no tag. */
const longestTag = 4096;
const tagsPerPause = 500;

/**
 * Cuts a page into passages at its paragraphs, without tags, scripts and styles. `start` and `end` point into the page as
 * it is written, `text` is what a reader sees there.
 */
export function* splitHtml(html: string): Pieces {
  const masked = yield* maskTags(html);
  for (const piece of splitText(masked, { hasHeadings: true })) {
    if (piece === null) yield null;
    else {
      const headings = piece.headings.map(readable);
      yield { ...piece, text: readable(piece.text.replace(/^#{1,2} /, "")), headings };
    }
  }
}

/** The page with spaces in place of its tags, so that every letter keeps its place. */
function* maskTags(html: string): Generator<null, string> {
  const parts: string[] = [];
  let place = 0;
  let tags = 0;
  while (place < html.length) {
    if (++tags % tagsPerPause === 0) yield null;
    const open = html.indexOf("<", place);
    if (open === -1) break;
    parts.push(flat(html.slice(place, open)));
    const end = endOfMarkup(html, open);
    parts.push(end === open + 1 ? "<" : maskFor(html, open, end));
    place = end;
  }
  parts.push(flat(html.slice(place)));
  return parts.join("");
}

/** In a page, line breaks mean no more than spaces: only elements begin paragraphs. */
function flat(text: string): string {
  return text.replace(/\n/g, " ");
}

/** Where the tag, comment or unread element that begins at `open` ends; the next letter when none begins there. */
function endOfMarkup(html: string, open: number): number {
  if (html.startsWith("<!--", open)) return after(html, "-->", open + 4);
  const next = html[open + 1] ?? "";
  if (next === "!" || next === "?") return after(html, ">", open + 2);
  if (!/[a-z/]/i.test(next)) return open + 1;
  const end = endOfTag(html, open + 1);
  if (end === -1) return open + 1;
  const name = nameAt(html, open + 1);
  if (next === "/" || !unread.has(name) || html[end - 2] === "/") return end;
  const closing = new RegExp(`</${name}\\b[^>]*>`, "gi");
  closing.lastIndex = end;
  return closing.test(html) ? closing.lastIndex : html.length;
}

function endOfTag(html: string, from: number): number {
  let place = from;
  for (let letters = 0; letters < longestTag && place < html.length; letters++) {
    const letter = html[place];
    if (letter === ">") return place + 1;
    if (letter === "<") return -1;
    if (letter === '"' || letter === "'") {
      const closing = html.indexOf(letter, place + 1);
      if (closing === -1) return -1;
      place = closing;
    }
    place++;
  }
  return -1;
}

function after(html: string, mark: string, from: number): number {
  const found = html.indexOf(mark, from);
  return found === -1 ? html.length : found + mark.length;
}

function nameAt(html: string, from: number): string {
  return /^\/?([a-z][a-z0-9]*)/i.exec(html.slice(from, from + 20))?.[1]?.toLowerCase() ?? "";
}

/** As many letters as the tag has: a heading becomes a heading of text, another element a paragraph of its own. */
function maskFor(html: string, open: number, end: number): string {
  const length = end - open;
  const name = nameAt(html, open + 1);
  if (inline.has(name)) return " ".repeat(length);
  const isOpening = html[open + 1] !== "/";
  if (isOpening && /^(?:h[1-6]|title)$/.test(name))
    return (name < "h2" || name === "title" ? "\n\n# " : "\n## ").padEnd(length);
  return (name === "br" ? "\n" : "\n\n").slice(0, length).padEnd(length);
}

const entities: { readonly [name: string]: string } = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  copy: "©",
  reg: "®",
  ndash: "–",
  mdash: "—",
  hellip: "…",
  lsquo: "‘",
  rsquo: "’",
  ldquo: "“",
  rdquo: "”",
  euro: "€",
  sect: "§",
};

function readable(text: string): string {
  return text
    .replace(
      /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));/gi,
      (whole, decimal?: string, hex?: string, name?: string) => {
        if (name !== undefined) return (Object.hasOwn(entities, name) ? entities[name] : undefined) ?? whole;
        const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
        return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
      },
    )
    .replace(/[^\S\n]+/g, " ")
    .replace(/ ?\n[\s]*/g, "\n")
    .trim();
}
