import type { OfficeContentNode } from "officeparser";

const blockTypes: ReadonlySet<string> = new Set([
  "paragraph",
  "heading",
  "list",
  "table",
  "code",
  "slide",
  "sheet",
  "page",
  "note",
  "drawing",
  "header",
  "footer",
  "admonition",
  "definitionList",
  "definitionTerm",
  "definitionDescription",
]);

/** The text of nodes: a line for each block, tabs between the cells of a table. Notes are told apart: they come after. */
export type BlockText = { readonly lines: readonly string[]; readonly notes: readonly string[] };

export function blockText(nodes: readonly OfficeContentNode[]): BlockText {
  const notes: string[] = [];
  const lines = linesOf(nodes, notes);
  return { lines, notes };
}

/** The text of a cell, on one line; notes within it are handed on. */
export function cellText(cell: OfficeContentNode, notes: string[] = []): string {
  if (!cell.children?.length) return cell.text ?? "";
  return linesOf(cell.children, notes).join(" ").replace(/\s+/g, " ").trim();
}

function linesOf(nodes: readonly OfficeContentNode[], notes: string[]): string[] {
  const lines: string[] = [];
  let run = "";
  const endRun = (): void => {
    if (run.trim() !== "") lines.push(run);
    run = "";
  };
  for (const node of nodes) {
    if (node.type === "note" || node.type === "comment") continue;
    if (blockTypes.has(node.type)) {
      endRun();
      lines.push(...blockLines(node, notes));
    } else {
      run += runText(node, notes);
    }
    for (const note of node.notes ?? [])
      notes.push(
        linesOf(note.children ?? [], notes)
          .join("\n")
          .trim() ||
          (note.text ?? ""),
      );
  }
  endRun();
  return lines;
}

function blockLines(node: OfficeContentNode, notes: string[]): string[] {
  if (node.type === "table" || node.type === "sheet") return (node.children ?? []).map((row) => rowLine(row, notes));
  const children = node.children ?? [];
  if (children.length === 0) return [node.text ?? ""];
  const lines = linesOf(children, notes);
  if (node.type !== "list") return lines.length === 0 ? [""] : lines;
  const { metadata } = node;
  const indent = "  ".repeat(Math.min(8, metadata?.indentation ?? 0));
  const mark = metadata?.listType === "ordered" ? `${metadata.itemIndex + 1}.` : "-";
  return lines.map((line, place) => (place === 0 ? `${indent}${mark} ${line.trimStart()}` : `${indent}  ${line}`));
}

function rowLine(row: OfficeContentNode, notes: string[]): string {
  return (row.children ?? [])
    .map((cell) => cellText(cell, notes))
    .join("\t")
    .trimEnd();
}

function runText(node: OfficeContentNode, notes: string[]): string {
  if (node.type === "break") return isSoftBreak(node.metadata?.breakType) ? "\n" : "";
  if (node.type === "image" || node.type === "chart" || node.type === "embed") return "";
  if (node.children?.length) return linesOf(node.children, notes).join("\n");
  return node.text ?? "";
}

/** Breaks within a paragraph that the reader sees; where the last program broke pages is of no meaning. */
function isSoftBreak(type: string | undefined): boolean {
  return type === "textWrapping" || type === "carriageReturn";
}
