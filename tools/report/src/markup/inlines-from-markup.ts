import type { Inline } from "#blocks/block.ts";
import { breakable } from "#blocks/text.ts";
import { cleanLine } from "#wording/clean-text.ts";
import type { MarkupNode } from "./markup-node.ts";

const marks: ReadonlyMap<string, "strong" | "em" | "strike"> = new Map([
  ["strong", "strong"],
  ["b", "strong"],
  ["em", "em"],
  ["i", "em"],
  ["cite", "em"],
  ["dfn", "em"],
  ["var", "em"],
  ["s", "strike"],
  ["del", "strike"],
  ["strike", "strike"],
]);

const codes: ReadonlySet<string> = new Set(["code", "kbd", "samp", "tt"]);

/** Marks within marks beyond this depth are dropped, their text is kept. */
const maxDepth = 6;

/** A run of text with its marks; white space is one space, and none at the ends. */
export function inlinesOf(nodes: readonly MarkupNode[]): readonly Inline[] {
  return trimmed(collapsed(convert(nodes, 0)));
}

/** All text inside, as it stands. */
export function textOf(nodes: readonly MarkupNode[]): string {
  return nodes
    .map((node) => (typeof node === "string" ? node : node.tag === "br" ? "\n" : textOf(node.children)))
    .join("");
}

function convert(nodes: readonly MarkupNode[], depth: number): Inline[] {
  return nodes.flatMap((node): Inline[] => {
    if (typeof node === "string") return node === "" ? [] : [{ t: "text", v: breakable(cleanLine(node)) }];
    if (node.tag === "br") return [{ t: "break" }];
    if (depth >= maxDepth) return convert([textOf(node.children)], depth);
    if (codes.has(node.tag)) return [{ t: "code", v: breakable(cleanLine(textOf(node.children))) }];
    const c = convert(node.children, depth + 1);
    const mark = marks.get(node.tag);
    if (c.length > 0 && mark !== undefined) return [{ t: mark, c }];
    const url = node.tag === "a" && node.href !== undefined ? safeUrl(node.href) : undefined;
    return c.length > 0 && url !== undefined ? [{ t: "link", url, c }] : c;
  });
}

/** Only addresses that a reader can open on purpose become links. */
function safeUrl(href: string): string | undefined {
  if (!URL.canParse(href) || href.length > 2_000) return undefined;
  const { protocol, href: url } = new URL(href);
  return protocol === "https:" || protocol === "http:" || protocol === "mailto:" ? url : undefined;
}

/** Two pieces of text beside each other may both bring a space: one of them goes. */
function collapsed(inlines: readonly Inline[]): readonly Inline[] {
  let afterSpace = false;
  const walk = (run: readonly Inline[]): Inline[] =>
    run.flatMap((inline): Inline[] => {
      if ("c" in inline) return [{ ...inline, c: walk(inline.c) }];
      if (inline.t === "break") {
        afterSpace = true;
        return [inline];
      }
      const v = afterSpace && inline.t === "text" ? inline.v.replace(/^ /, "") : inline.v;
      if (v !== "") afterSpace = v.endsWith(" ");
      return v === "" ? [] : [{ ...inline, v }];
    });
  return walk(inlines);
}

function trimmed(inlines: readonly Inline[]): readonly Inline[] {
  const first = inlines.findIndex(isVisible);
  const last = inlines.findLastIndex(isVisible);
  return inlines.slice(first === -1 ? inlines.length : first, last + 1).map((inline, place, kept) => {
    if (inline.t !== "text") return inline;
    const v = place === 0 ? inline.v.trimStart() : inline.v;
    return { t: "text", v: place === kept.length - 1 ? v.trimEnd() : v };
  });
}

function isVisible(inline: Inline): boolean {
  if ("c" in inline) return inline.c.some(isVisible);
  return inline.t !== "break" && inline.v.trim() !== "";
}
