import { isTable, type TableRecord } from "@aiecs/core/toolkit";
import { isObject, own, ownNumber, ownText } from "#results/plain-object.ts";
import type { Figure, Unit } from "./panel.ts";

export type Collected = {
  readonly figures: Figure[];
  readonly texts: { readonly label: string; readonly text: string }[];
};

const maxDepth = 4;
const maxItems = 64;
const maxText = 200;
/** Tables, moments, and what is said of how a result was made. */
const left = new Set(["df", "time", "notes", "backtests"]);

/** The numbers and short texts of a result, each under the path that leads to it. */
export function collectFigures(value: unknown, scope: string): Collected {
  const collected: Collected = { figures: [], texts: [] };
  collect({ value, path: [], key: "", depth: 0 }, scope, collected);
  return collected;
}

type Place = {
  readonly value: unknown;
  readonly path: readonly string[];
  readonly key: string;
  readonly depth: number;
};

function collect({ value, path, key, depth }: Place, scope: string, into: Collected): void {
  const label = path.map((part) => part.replaceAll("_", " ")).join(" · ");
  if (typeof value === "number") {
    if (Number.isFinite(value)) into.figures.push({ id: figureId(scope, path), label, value, unit: unitOf(key) });
  } else if (typeof value === "string" || typeof value === "boolean") {
    if (String(value).length <= maxText) into.texts.push({ label, text: String(value) });
  } else if (depth < maxDepth && typeof value === "object" && value !== null && !isTable(value)) {
    for (const [name, inner] of partsOf(value)) {
      if (!left.has(name))
        collect(
          { value: inner, path: [...path, name], key: Array.isArray(value) ? key : name, depth: depth + 1 },
          scope,
          into,
        );
    }
  }
}

function partsOf(value: object): readonly (readonly [string, unknown])[] {
  if (!Array.isArray(value)) return Object.entries(value).filter(([, inner]) => typeof inner !== "function");
  return value.slice(0, maxItems).map((item: unknown, index) => {
    const name = ownText(item, "name") ?? ownText(item, "mount") ?? ownText(item, "series");
    return [name ?? String(index), name === null ? item : withoutName(item)] as const;
  });
}

/** What stands in the label need not stand beside it, too. */
function withoutName(item: unknown): unknown {
  if (!isObject(item)) return item;
  const { name: _name, mount: _mount, series: _series, ...rest } = item;
  return rest;
}

/** Of records of collect_metrics: each metric with its labels; undefined when the records are no metrics. */
export function metricFigures(records: readonly TableRecord[], scope: string): readonly Figure[] | undefined {
  if (records.length === 0 || !records.every((record) => ownText(record, "name") !== null && "value" in record))
    return undefined;
  return records.flatMap((record): Figure[] => {
    const value = ownNumber(record, "value");
    if (value === null) return [];
    const name = ownText(record, "name") ?? "";
    const label = `${name}${labelsOf(own(record, "labels"))}`;
    return [{ id: figureId(scope, [label]), label, value, unit: unitOf(name) }];
  });
}

function labelsOf(labels: unknown): string {
  if (typeof labels === "string") return labels === "" || labels === "{}" ? "" : labels;
  if (!isObject(labels)) return "";
  const entries = Object.entries(labels).map(([key, value]) => `${key}=${String(value)}`);
  return entries.length === 0 ? "" : `{${entries.join(", ")}}`;
}

function figureId(scope: string, path: readonly string[]): string {
  return JSON.stringify([scope, ...path]);
}

function unitOf(key: string): Unit {
  if (/(?:^|_)percent$/.test(key)) return "percent";
  if (/(?:^|_)bytes(?:_total)?$/.test(key)) return "bytes";
  return /(?:^|_)seconds(?:_total)?$/.test(key) ? "seconds" : null;
}
