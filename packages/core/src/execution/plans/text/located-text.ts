import type { Place } from "#execution/plans/place.ts";

/** A place somebody asks the position of, and the places below it. Filled in while a text is read. */
export class PlaceNode {
  readonly children: Map<string | number, PlaceNode> = new Map();
  /** Offset of its key, for entries of objects. */
  keyAt: number | undefined;
  valueAt: number | undefined;
}

/** What makes a text no data at all, counted from 0. */
export type TextFault = { readonly offset: number; readonly message: string };

/** A text read as JSON or YAML. */
export type LocatedText = {
  readonly value: unknown;
  /** When there are any, the value means nothing. */
  readonly faults: readonly TextFault[];
  /** Fills in where the places of the tree stand in the text. */
  locate(tree: PlaceNode): void;
};

/** Where in a text, from 1. */
export type TextPosition = { readonly line: number; readonly column: number };

/** Finds line and column of offsets in a text. */
export function createPositionFinder(text: string): (offset: number) => TextPosition {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

/** Where each place stands: what is missing, where it is missing. */
export function locatePlaces(
  text: LocatedText,
  places: readonly { readonly at: Place; readonly onKey?: boolean }[],
): number[] {
  const root = new PlaceNode();
  for (const { at } of places) grow(root, at);
  text.locate(root);
  return places.map(({ at, onKey }) => offsetOf(root, at, onKey ?? false));
}

function grow(root: PlaceNode, place: Place): void {
  let node = root;
  for (const segment of place) {
    let child = node.children.get(segment);
    if (!child) node.children.set(segment, (child = new PlaceNode()));
    node = child;
  }
}

function offsetOf(root: PlaceNode, place: Place, onKey: boolean): number {
  let node = root;
  let offset = root.valueAt ?? 0;
  for (const segment of place) {
    const child = node.children.get(segment);
    if (child?.valueAt === undefined) return offset;
    node = child;
    offset = child.valueAt;
  }
  return onKey ? (node.keyAt ?? offset) : offset;
}
