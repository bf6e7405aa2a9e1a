import type { PlanGraph } from "./plan-graph.ts";

/** The graph as a Mermaid flowchart. */
export function toMermaid({ nodes, edges }: PlanGraph): string {
  const boxes = nodes.map(({ index, title, operation, notes, mayBeSkipped }) => {
    const label = [title, operation, ...notes].map(escaped).join("<br/>");
    return `  s${index}["${label}"]${mayBeSkipped ? ":::maybe" : ""}`;
  });
  const arrows = edges.map(({ from, to, critical }) => `  s${from} ${critical ? "==>" : "-->"} s${to}`);
  const style = nodes.some((node) => node.mayBeSkipped) ? ["  classDef maybe stroke-dasharray: 4 3"] : [];
  return `${["flowchart LR", ...boxes, ...arrows, ...style].join("\n")}\n`;
}

/** Mermaid reads HTML and entities of its own in labels; all that could be either is written as such an entity. */
function escaped(text: string): string {
  return text.replace(/[^\p{L}\p{N} _.,:()[\]$/+=-]/gu, (character) => `#${character.codePointAt(0)};`);
}
