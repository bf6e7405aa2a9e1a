import { decodeHTML } from "entities";
import type { DropLog } from "./drop-log.ts";
import { createHtmlScanner } from "./html-scanner.ts";
import { type MarkupElement, type MarkupNode, maxMarkupDepth } from "./markup-node.ts";

/** Left out with everything inside. */
const dropped: ReadonlySet<string> = new Set(
  "script style noscript template iframe frame frameset object embed applet svg math canvas audio video map form select textarea button head title".split(
    " ",
  ),
);

/** Left out; they have no inside. */
const droppedVoid: ReadonlySet<string> = new Set("img input link meta base source track param area".split(" "));

const voids: ReadonlySet<string> = new Set("br hr wbr col".split(" "));

/** Opening one of these ends those that cannot hold it, as in browsers: `<li>` ends the list item before it. */
const endedBy: ReadonlyMap<string, readonly string[]> = new Map([
  ["li", ["li", "p"]],
  ["dt", ["dt", "dd", "p"]],
  ["dd", ["dt", "dd", "p"]],
  ["tr", ["tr", "td", "th", "p"]],
  ["td", ["td", "th", "p"]],
  ["th", ["td", "th", "p"]],
  ["tbody", ["thead", "tbody", "tfoot", "tr", "td", "th"]],
  ["tfoot", ["thead", "tbody", "tfoot", "tr", "td", "th"]],
  ...["p", "div", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "hr", "section"].map(
    (tag): [string, readonly string[]] => [tag, ["p"]],
  ),
]);

/** What such an implied end never reaches beyond. */
const barriers: ReadonlySet<string> = new Set(["ul", "ol", "dl", "table", "body", "blockquote", "div", "section"]);

/**
 * HTML as a tree of what a report can show: text, headings, lists, tables, emphasis, links, code. Nothing runs, nothing
 * is fetched; what is left out is counted. Takes any text: what is no tag is text.
 */
export function parseHtml(html: string, drops: DropLog): readonly MarkupNode[] {
  const root: MarkupElement = { tag: "body", children: [] };
  const open: MarkupElement[] = [root];
  const scanner = createHtmlScanner(html);
  for (let token = scanner.next(); token !== undefined; token = scanner.next()) {
    if (token.kind === "text") addText(token.text, open);
    else if (token.kind === "close") close(token.tag, open);
    else if (dropped.has(token.tag)) {
      drops.add(`<${token.tag}> element`);
      scanner.skipTo(token.tag);
    } else if (droppedVoid.has(token.tag)) drops.add(token.tag === "img" ? "image" : `<${token.tag}> element`);
    else openElement(token.tag, token.attributes, open);
  }
  return root.children;
}

function addText(raw: string, open: readonly MarkupElement[]): void {
  if (raw !== "") open.at(-1)?.children.push(decodeHTML(raw));
}

function openElement(tag: string, attributes: string, open: MarkupElement[]): void {
  for (const ended of endedBy.get(tag) ?? []) closeWithin(ended, open);
  const element: MarkupElement = { tag, children: [], ...readAttributes(tag, attributes) };
  open.at(-1)?.children.push(element);
  if (!voids.has(tag) && open.length < maxMarkupDepth) open.push(element);
}

/** Ends the innermost element of that name, and those inside it that were left open. */
function close(tag: string, open: MarkupElement[]): void {
  const place = open.findLastIndex((element) => element.tag === tag);
  if (place > 0) open.length = place;
}

function closeWithin(tag: string, open: MarkupElement[]): void {
  const place = open.findLastIndex((element) => element.tag === tag);
  const barrier = open.findLastIndex((element) => barriers.has(element.tag));
  if (place > barrier) open.length = place;
}

type Attributes = Pick<MarkupElement, "href" | "align" | "start" | "span">;

function readAttributes(tag: string, text: string): Attributes {
  if (text === "") return {};
  const align =
    attribute(text, "align") ?? /text-align:\s*(left|right|center)/i.exec(attribute(text, "style") ?? "")?.[1];
  const start = tag === "ol" ? Number(attribute(text, "start")) : Number.NaN;
  const span = tag === "td" || tag === "th" ? Number(attribute(text, "colspan")) : Number.NaN;
  const href = tag === "a" ? attribute(text, "href") : undefined;
  return {
    ...(href !== undefined && { href }),
    ...((align === "left" || align === "right" || align === "center") && { align }),
    ...(Number.isSafeInteger(start) && { start }),
    ...(span > 1 && span <= 100 && { span: Math.floor(span) }),
  };
}

function attribute(text: string, name: string): string | undefined {
  const match = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, "i").exec(text);
  const value = match?.[1] ?? match?.[2] ?? match?.[3];
  return value === undefined ? undefined : decodeHTML(value);
}
