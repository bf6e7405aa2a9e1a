import type { PlanGraph } from "./plan-graph.ts";

/** A place in a column: a step, or the spot where an edge passes through on its way further right. */
type Slot = { readonly key: string; readonly level: number; readonly before: string[]; readonly after: string[] };

export type Point = { readonly x: number; readonly y: number };

/** Where everything stands, in pixels. A step's point is its left upper corner; an edge is a list of points. */
export type Layout = {
  readonly width: number;
  readonly height: number;
  readonly steps: ReadonlyMap<number, Point>;
  readonly edges: readonly (readonly Point[])[];
};

export type LayoutOptions = {
  readonly stepWidth: number;
  readonly stepHeight: number;
  readonly gapX: number;
  readonly gapY: number;
  readonly margin: number;
};

const sweeps = 8;

/**
 * Places steps in columns by level. Within a column they are sorted by where their neighbours stand, over and back a
 * few times, so that few edges cross; long edges get a spot in every column they pass, so that they run round steps.
 */
export function layOut(graph: PlanGraph, options: LayoutOptions): Layout {
  const slots = makeSlots(graph);
  const columns = graph.levels.map((_, level) => [...slots.values()].filter((slot) => slot.level === level));
  for (let sweep = 0; sweep < sweeps; sweep++) sortColumns(columns, sweep % 2 === 0);

  const { stepWidth, stepHeight, gapX, gapY, margin } = options;
  const rows = Math.max(1, ...columns.map((column) => column.length));
  const height = 2 * margin + rows * (stepHeight + gapY) - gapY;
  const corners = new Map<string, Point>();
  for (const [level, column] of columns.entries()) {
    const top = (height - column.length * (stepHeight + gapY) + gapY) / 2;
    for (const [row, { key }] of column.entries()) {
      corners.set(key, { x: margin + level * (stepWidth + gapX), y: top + row * (stepHeight + gapY) });
    }
  }
  const cornerOf = (key: string): Point => corners.get(key) ?? { x: 0, y: 0 };
  return {
    width: 2 * margin + Math.max(1, columns.length) * (stepWidth + gapX) - gapX,
    height,
    steps: new Map(graph.nodes.map(({ index }) => [index, cornerOf(stepKey(index))])),
    edges: graph.edges.map((edge) =>
      edgeKeys(edge, levelsOf(graph)).flatMap((key, position, keys) => {
        const { x, y } = cornerOf(key);
        const entry = { x, y: y + stepHeight / 2 };
        const exit = { x: x + stepWidth, y: y + stepHeight / 2 };
        if (position === 0) return [exit];
        return position === keys.length - 1 ? [entry] : [entry, exit];
      }),
    ),
  };
}

function stepKey(index: number): string {
  return `${index}`;
}

function levelsOf({ levels }: PlanGraph): ReadonlyMap<number, number> {
  return new Map(levels.flatMap((steps, level) => steps.map((index) => [index, level] as const)));
}

/** The slots an edge goes through, its two steps included. */
function edgeKeys({ from, to }: { from: number; to: number }, levels: ReadonlyMap<number, number>): string[] {
  const first = levels.get(from) ?? 0;
  const between = Math.max(0, (levels.get(to) ?? 0) - first - 1);
  return [
    stepKey(from),
    ...Array.from({ length: between }, (_, hop) => `${from}>${to}@${first + hop + 1}`),
    stepKey(to),
  ];
}

function makeSlots(graph: PlanGraph): Map<string, Slot> {
  const levels = levelsOf(graph);
  const slots = new Map<string, Slot>();
  const add = (key: string, level: number): void => {
    slots.set(key, { key, level, before: [], after: [] });
  };
  for (const { index } of graph.nodes) add(stepKey(index), levels.get(index) ?? 0);
  for (const edge of graph.edges) {
    const keys = edgeKeys(edge, levels);
    const first = levels.get(edge.from) ?? 0;
    for (const [hop, key] of keys.entries()) if (hop > 0 && hop < keys.length - 1) add(key, first + hop);
    for (const [hop, key] of keys.entries()) {
      const next = keys[hop + 1];
      if (next === undefined) continue;
      slots.get(key)?.after.push(next);
      slots.get(next)?.before.push(key);
    }
  }
  return slots;
}

/** Sorts each column by the mean place of its slots' neighbours, from left to right or back. */
function sortColumns(columns: Slot[][], forwards: boolean): void {
  const order = forwards ? columns.keys() : [...columns.keys()].toReversed();
  for (const level of order) {
    const column = columns[level] ?? [];
    const neighbours = columns[forwards ? level - 1 : level + 1];
    if (!neighbours) continue;
    const places = new Map(neighbours.map(({ key }, place) => [key, (place + 0.5) / neighbours.length]));
    const weights = new Map(
      column.map((slot, place) => [
        slot,
        mean(forwards ? slot.before : slot.after, places) ?? (place + 0.5) / column.length,
      ]),
    );
    column.sort((a, b) => (weights.get(a) ?? 0) - (weights.get(b) ?? 0));
  }
}

function mean(keys: readonly string[], places: ReadonlyMap<string, number>): number | undefined {
  const known = keys.map((key) => places.get(key)).filter((place) => place !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, place) => sum + place, 0) / known.length;
}
