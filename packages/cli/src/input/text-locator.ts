/** Above this size, texts are not read for their places: that would take longer than all else. */
export const maxLocatedCharacters = 500_000;

/** Keys and indices on the way to a value. */
export type TextPath = readonly (string | number)[];

/** Where in a text, from 1. */
type TextPosition = { readonly line: number; readonly column: number };

/** Finds where a value stands, or the closest one on the way to it that is there. */
export type TextLocator = (path: TextPath) => TextPosition | undefined;

/** Makes a locator for YAML or JSON text. Finds nothing in a text that is neither. */
export async function createTextLocator(text: string): Promise<TextLocator> {
  const { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } = await import("yaml");
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });

  /** The value under a key or index, and where it begins: keys where their name stands. */
  const step = (
    parent: unknown,
    key: string | number,
  ): { readonly node: unknown; readonly offset: number } | undefined => {
    const holder = isAlias(parent) ? parent.resolve(document) : parent;
    if (isMap(holder)) {
      const pair = holder.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
      const offset = isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
      return pair && offset !== undefined ? { node: pair.value, offset } : undefined;
    }
    const node = isSeq(holder) && typeof key === "number" ? holder.items[key] : undefined;
    return isNode(node) && node.range ? { node, offset: node.range[0] } : undefined;
  };

  return (path) => {
    let node: unknown = document.contents;
    let offset = document.contents?.range?.[0];
    // A plan may be a bare list of steps.
    for (const key of isSeq(node) && path[0] === "steps" ? path.slice(1) : path) {
      const found = step(node, key);
      if (!found) break;
      ({ node, offset } = found);
    }
    if (offset === undefined) return undefined;
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
}

/** What a YAML or JSON text says; undefined when it is neither, or too large to be read for what is wrong with it. */
export async function parseData(text: string): Promise<unknown> {
  if (text.length > maxLocatedCharacters) return undefined;
  const { parse } = await import("yaml");
  try {
    return parse(text);
  } catch {
    return undefined; // The plan's own parser has said what is wrong.
  }
}

/** Reads a path as problems write it: `steps[2].params["odd key"]`. What follows a part that is none is left out. */
export function parseTextPath(text: string): TextPath {
  const part = /\.?([^.[\]]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/y;
  const path: (string | number)[] = [];
  for (let match = part.exec(text); match; match = part.exec(text)) {
    const [, name, index, quoted] = match;
    if (index !== undefined) path.push(Number(index));
    else path.push(quoted === undefined ? (name ?? "") : String(JSON.parse(quoted)));
  }
  return path;
}
