import type { PlanGraph } from "./plan-graph.ts";

/** The graph in Graphviz' language. */
export function toDot({ name, nodes, edges }: PlanGraph): string {
  const boxes = nodes.map(({ index, title, operation, notes, mayBeSkipped }) => {
    const label = [title, operation, ...notes].map(escaped).join("\\n");
    return `  s${index} [label="${label}"${mayBeSkipped ? ', style="rounded,dashed"' : ""}];`;
  });
  const arrows = edges.map(({ from, to, critical }) => `  s${from} -> s${to}${critical ? " [penwidth=2]" : ""};`);
  const head = [
    `digraph "${escaped(name)}" {`,
    "  rankdir=LR;",
    '  node [shape=box, style=rounded, fontname="sans-serif"];',
  ];
  return `${[...head, ...boxes, ...arrows, "}"].join("\n")}\n`;
}

function escaped(text: string): string {
  return text.replace(/[\\"]/g, "\\$&").replace(/\s+/g, " ");
}
