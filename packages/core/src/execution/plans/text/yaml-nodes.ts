import type { Node, ParsedNode, YAMLMap } from "yaml";
import type { PlaceNode, TextFault } from "./located-text.ts";
import { repeatedKey } from "./scan-json.ts";
import type { YamlLibrary } from "./yaml-library.ts";

const maxFaults = 100;
/** How many values aliases may repeat: a few lines can ask for billions. */
const maxRepeated = 1_000_000;
const notTextKey = 'expected a text as key (where a template was meant: it needs quotes, "{{ $input.date }}")';

/** The value of a YAML tree as plain data. What an alias repeats is the same object. */
export function readNodes(
  root: ParsedNode,
  yaml: YamlLibrary,
): { readonly value: unknown; readonly faults: readonly TextFault[] } {
  const reading = new Reading(yaml);
  const { value } = reading.read(root);
  return { value, faults: reading.faults };
}

/** Fills in where the places of a tree stand. */
export function locateNodes(node: Node, tree: PlaceNode, yaml: YamlLibrary): void {
  tree.valueAt = node.range?.[0];
  if (tree.children.size === 0) return;
  if (yaml.isSeq(node)) {
    for (const [index, child] of tree.children) {
      const item = typeof index === "number" ? node.items[index] : undefined;
      if (yaml.isNode(item)) locateNodes(item, child, yaml);
    }
  } else if (yaml.isMap(node)) {
    for (const { key, value } of node.items) {
      const child = yaml.isScalar(key) ? tree.children.get(keyText(key)) : undefined;
      if (!child || !yaml.isScalar(key)) continue;
      if (yaml.isNode(value)) locateNodes(value, child, yaml);
      child.keyAt = key.range?.[0];
      child.valueAt ??= child.keyAt;
    }
  }
}

/** A value, and how many values it holds with all that aliases repeat in it. */
type Read = { readonly value: unknown; readonly size: number };

class Reading {
  readonly faults: TextFault[] = [];
  readonly #yaml: YamlLibrary;
  readonly #anchors = new Map<string, Read>();
  #repeated = 0;

  constructor(yaml: YamlLibrary) {
    this.#yaml = yaml;
  }

  read(node: unknown): Read {
    const { isAlias, isMap, isScalar, isSeq } = this.#yaml;
    if (isAlias(node)) return this.#alias(node.source, node.range?.[0] ?? 0);
    let read: Read = { value: null, size: 1 };
    if (isScalar(node)) read = { value: node.value, size: 1 };
    else if (isMap(node)) read = this.#map(node);
    else if (isSeq(node)) read = this.#list(node.items);
    else return read;
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, read);
    return read;
  }

  #list(items: readonly unknown[]): Read {
    let size = 1;
    const value = items.map((item) => {
      const read = this.read(item);
      size += read.size;
      return read.value;
    });
    return { value, size };
  }

  #map(node: YAMLMap): Read {
    const entries = new Map<string, unknown>();
    let size = 1;
    for (const pair of node.items) {
      const key = this.#key(pair.key, node.range?.[0] ?? 0, entries);
      const read = this.read(pair.value);
      size += read.size;
      if (key !== undefined) entries.set(key, read.value);
    }
    // Unlike an assignment, this makes `__proto__` a key like any other.
    return { value: Object.fromEntries(entries), size };
  }

  #key(node: unknown, mapAt: number, taken: ReadonlyMap<string, unknown>): string | undefined {
    const { isNode, isScalar } = this.#yaml;
    const offset = (isNode(node) ? node.range?.[0] : undefined) ?? mapAt;
    if (!isScalar(node) || node.value === null) {
      this.#fault(offset, notTextKey);
      return undefined;
    }
    const key = keyText(node);
    if (taken.has(key)) this.#fault(offset, repeatedKey(key));
    return key;
  }

  #alias(anchor: string, offset: number): Read {
    const read = this.#anchors.get(anchor);
    if (!read) {
      this.#fault(offset, `*${anchor} repeats nothing: expected &${anchor} before it`);
      return { value: null, size: 1 };
    }
    const before = this.#repeated;
    this.#repeated += read.size;
    if (this.#repeated > maxRepeated && before <= maxRepeated) {
      this.#fault(offset, `aliases repeat too much: expected at most ${maxRepeated.toLocaleString("en")} values`);
    }
    return read;
  }

  #fault(offset: number, message: string): void {
    if (this.faults.length < maxFaults) this.faults.push({ offset, message });
  }
}

/** Keys are texts; `1`, `true` and the like are taken as they are written. */
function keyText(scalar: { readonly value: unknown; readonly source?: string }): string {
  return typeof scalar.value === "string" ? scalar.value : (scalar.source ?? String(scalar.value));
}
