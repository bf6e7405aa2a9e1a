import createMarkdownIt, { type MarkdownIt, type Token } from "markdown-it";
import type { DropLog } from "./drop-log.ts";
import { type MarkupElement, type MarkupNode, maxMarkupDepth } from "./markup-node.ts";

let parser: MarkdownIt | undefined;

/** CommonMark with tables and strikethrough. Images are left out: a report loads nothing. */
export function parseMarkdown(markdown: string, drops: DropLog): readonly MarkupNode[] {
  const root: MarkupElement = { tag: "body", children: [] };
  // HTML inside Markdown stays text: whoever wants HTML gives HTML.
  parser ??= createMarkdownIt({ html: false, linkify: true, maxNesting: maxMarkupDepth });
  addTokens(parser.parse(markdown, {}), root, drops);
  return root.children;
}

function addTokens(tokens: readonly Token[], root: MarkupElement, drops: DropLog): void {
  const open: MarkupElement[] = [root];
  for (const token of tokens) {
    const parent = open.at(-1) ?? root;
    if (token.nesting === 1) {
      const element = elementOf(token);
      parent.children.push(element);
      open.push(element);
    } else if (token.nesting === -1) {
      open.pop();
    } else if (token.type === "inline") {
      addTokens(token.children ?? [], parent, drops);
    } else if (token.type === "image") {
      drops.add("image");
      if (token.content !== "") parent.children.push(`[${token.content}]`);
    } else {
      parent.children.push(leafOf(token));
    }
  }
}

function leafOf(token: Token): MarkupNode {
  switch (token.type) {
    case "softbreak":
      return " ";
    case "hardbreak":
      return { tag: "br", children: [] };
    case "code_inline":
      return { tag: "code", children: [token.content] };
    case "fence":
    case "code_block":
      return { tag: "pre", children: [token.content] };
    case "hr":
      return { tag: "hr", children: [] };
    default:
      return token.content;
  }
}

function elementOf(token: Token): MarkupElement {
  const align = /text-align:(left|right|center)/.exec(String(token.attrGet("style") ?? ""))?.[1];
  const href = token.attrGet("href");
  const start = Number(token.attrGet("start") ?? 1);
  return {
    tag: token.tag,
    children: [],
    ...(href !== null && { href: String(href) }),
    ...((align === "left" || align === "right" || align === "center") && { align }),
    ...(token.tag === "ol" && { start }),
  };
}
