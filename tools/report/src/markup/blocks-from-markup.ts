import type { Block, Cell } from "#blocks/block.ts";
import { createTable } from "#blocks/create-table.ts";
import { breakable, plainText, withDirection } from "#blocks/text.ts";
import { cleanText } from "#wording/clean-text.ts";
import { inlinesOf, textOf } from "./inlines-from-markup.ts";
import type { MarkupElement, MarkupNode } from "./markup-node.ts";

/** Elements that begin a block of their own; all others run within a paragraph. */
const blockTags: ReadonlySet<string> = new Set(
  "p div section article main header footer nav aside figure figcaption address details summary center body html h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre hr table thead tbody tfoot tr td th caption".split(
    " ",
  ),
);

/** Lists and quotations within each other beyond this depth become plain paragraphs. */
const maxDepth = 6;

/** Headings, paragraphs, lists, tables, quotations and code, in their order. */
export function blocksOf(nodes: readonly MarkupNode[], depth = 0): readonly Block[] {
  const blocks: Block[] = [];
  let run: MarkupNode[] = [];
  const endRun = (): void => {
    const c = inlinesOf(run);
    run = [];
    if (c.length > 0) blocks.push(withDirection({ t: "par", c }, plainText(c)));
  };
  for (const node of nodes) {
    if (typeof node === "string" || !holdsBlocks(node)) {
      run.push(node);
      continue;
    }
    endRun();
    blocks.push(...blockOf(node, depth));
  }
  endRun();
  return blocks;
}

/** A link or a font element around whole blocks is transparent. */
function holdsBlocks(element: MarkupElement): boolean {
  return (
    blockTags.has(element.tag) || element.children.some((child) => typeof child !== "string" && holdsBlocks(child))
  );
}

function blockOf(element: MarkupElement, depth: number): readonly Block[] {
  const { tag, children } = element;
  const level = /^h([1-6])$/.exec(tag)?.[1];
  if (level !== undefined) return headingOf(Number(level), children);
  if (tag === "hr") return [{ t: "rule" }];
  if (tag === "pre")
    return [{ t: "code", v: breakable(cleanText(textOf(children)).replace(/\s+$/, "").replace(/^\n/, "")) }];
  if (tag === "table") return tableOf(element);
  if (depth < maxDepth) {
    if (tag === "ul" || tag === "ol") return listOf(element, depth);
    if (tag === "blockquote") return quoteOf(children, depth);
  }
  return blocksOf(children, depth);
}

function headingOf(level: number, children: readonly MarkupNode[]): readonly Block[] {
  const c = inlinesOf(children);
  return c.length === 0 ? [] : [withDirection({ t: "heading", level, c }, plainText(c))];
}

function listOf({ tag, children, start = 1 }: MarkupElement, depth: number): readonly Block[] {
  const items = children
    .filter((child) => typeof child !== "string" || child.trim() !== "")
    .map((child) => blocksOf(typeof child !== "string" && child.tag === "li" ? child.children : [child], depth + 1))
    .filter((item) => item.length > 0);
  return items.length === 0 ? [] : [{ t: "list", ordered: tag === "ol", start, items }];
}

function quoteOf(children: readonly MarkupNode[], depth: number): readonly Block[] {
  const blocks = blocksOf(children, depth + 1);
  return blocks.length === 0 ? [] : [{ t: "quote", blocks }];
}

function tableOf(table: MarkupElement): readonly Block[] {
  const rows = rowsOf(table.children);
  if (rows.length === 0) return [];
  const [first = []] = rows;
  const headed = first.length > 0 && first.every(({ tag }) => tag === "th");
  const caption = table.children.find((child) => typeof child !== "string" && child.tag === "caption");
  const block = createTable({
    header: headed ? first.flatMap(cellsOf) : [],
    rows: (headed ? rows.slice(1) : rows).map((row) => row.flatMap(cellsOf)),
    align: first.map(({ align }) => align),
    caption: caption === undefined ? undefined : plainText(inlinesOf([caption])),
  });
  return block.align.length === 0 ? [] : [block];
}

function rowsOf(nodes: readonly MarkupNode[]): readonly (readonly MarkupElement[])[] {
  return nodes.flatMap((node) => {
    if (typeof node === "string") return [];
    if (node.tag !== "tr") return rowsOf(node.children);
    const cells = node.children.filter(
      (child) => typeof child !== "string" && (child.tag === "td" || child.tag === "th"),
    );
    return cells.length === 0 ? [] : [cells.filter((cell) => typeof cell !== "string")];
  });
}

/** A cell that spans columns is followed by empty ones. */
function cellsOf({ children, span = 1 }: MarkupElement): readonly Cell[] {
  return [inlinesOf(children), ...new Array<Cell>(span - 1).fill("")];
}
