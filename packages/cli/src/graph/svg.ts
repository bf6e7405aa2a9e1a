import { InputError } from "#command-line/input-error.ts";
import { printableLine, shortened } from "#output/text.ts";
import { layOut, type Point } from "./layout.ts";
import type { GraphNode, PlanGraph } from "./plan-graph.ts";

const maxSteps = 1_000;
const maxCharacters = 34;
const sizes = { stepWidth: 250, stepHeight: 56, gapX: 60, gapY: 20, margin: 16 };

const style = `text{font:13px system-ui,sans-serif;fill:#1f2933}
.title{font-weight:600}.notes{fill:#616e7c;font-size:11px}
rect{fill:#f5f7fa;stroke:#52606d}.maybe{stroke-dasharray:4 3}
path{fill:none;stroke:#7b8794;stroke-width:1.3}.critical{stroke:#1f2933;stroke-width:2.2}
#head path{fill:#52606d;stroke:none}`;

/** The graph as a picture that needs no other program. @throws InputError when it has more than 1,000 steps */
export function toSvg(graph: PlanGraph): string {
  if (graph.nodes.length > maxSteps) {
    throw new InputError(`The plan has ${graph.nodes.length} steps, and a picture holds ${maxSteps}`, {
      hint: "Use --format dot and Graphviz' sfdp for a plan of this size",
    });
  }
  const { width, height, steps, edges } = layOut(graph, sizes);
  const paths = edges.map((points, index) => pathOf(points, graph.edges[index]?.critical ?? false));
  const boxes = graph.nodes.map((node) => boxOf(node, steps.get(node.index) ?? { x: 0, y: 0 }));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(graph.name)}">
<style>${style}</style>
<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 8 4 0 8z"/></marker></defs>
${[...paths, ...boxes].join("\n")}
</svg>
`;
}

/** A line that leaves and enters steps level, and goes straight through the columns it passes. */
function pathOf([start, ...points]: readonly Point[], critical: boolean): string {
  if (!start) return "";
  let { x, y } = start;
  let line = `M${x} ${y}`;
  for (const [position, point] of points.entries()) {
    const middle = (x + point.x) / 2;
    // Points come in pairs: into a column by a curve, through it by a straight line.
    line += position % 2 === 0 ? `C${middle} ${y} ${middle} ${point.y} ${point.x} ${point.y}` : `H${point.x}`;
    ({ x, y } = point);
  }
  return `<path d="${line}" marker-end="url(#head)"${critical ? ' class="critical"' : ""}/>`;
}

function boxOf({ title, operation, notes, mayBeSkipped }: GraphNode, { x, y }: Point): string {
  const { stepWidth, stepHeight } = sizes;
  const line = (text: string, offset: number, kind: string): string =>
    text === ""
      ? ""
      : `<text x="${x + 10}" y="${y + offset}" class="${kind}">${escaped(shortened(text, maxCharacters))}</text>`;
  const whole = [title, operation, ...notes].join(", ");
  return `<g><title>${escaped(whole)}</title><rect x="${x}" y="${y}" width="${stepWidth}" height="${stepHeight}" rx="6"${
    mayBeSkipped ? ' class="maybe"' : ""
  }/>${line(title, 18, "title")}${line(operation, 34, "operation")}${line(notes.join(", "), 49, "notes")}</g>`;
}

function escaped(text: string): string {
  return printableLine(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
