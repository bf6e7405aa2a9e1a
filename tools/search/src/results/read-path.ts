import { own, ownText, type PlainObject } from "./plain-object.ts";

/** A value that a path leads to. */
export type PathMatch = {
  /** The path with the places that `[*]` stood for. */
  readonly path: string;
  readonly value: unknown;
  /** What the innermost item that `[*]` stood for calls itself. */
  readonly label: string | null;
};

const maxMatches = 1_000;
const names = ["name", "series", "mount", "id", "core"] as const;

/** All values that a path leads to: none when it leads nowhere, several with `[*]`. Only own properties count. */
export function readPath(root: PlainObject, path: string): readonly PathMatch[] {
  let matches: PathMatch[] = [{ path: "", value: root, label: null }];
  for (const part of path.match(/[^.[\]]+|\[\*\]/g) ?? []) {
    matches = matches
      .flatMap((match) => (part === "[*]" ? itemsOf(match) : propertyOf(match, part)))
      .slice(0, maxMatches);
  }
  return matches;
}

function itemsOf({ path, value, label }: PathMatch): PathMatch[] {
  if (!Array.isArray(value)) return [];
  return value.map((item: unknown, index) => ({
    path: `${path}[${index}]`,
    value: item,
    label: labelOf(item) ?? label ?? String(index),
  }));
}

function labelOf(item: unknown): string | null {
  for (const name of names) {
    const value = own(item, name);
    if (typeof value === "number") return String(value);
    const text = ownText(item, name);
    if (text !== null) return text;
  }
  return null;
}

function propertyOf({ path, value, label }: PathMatch, key: string): PathMatch[] {
  // The length of a list is its own property, too.
  const found = own(value, key);
  if (found === undefined) return [];
  const step = Array.isArray(value) ? `[${key}]` : path === "" ? key : `.${key}`;
  return [{ path: path + step, value: found, label }];
}
