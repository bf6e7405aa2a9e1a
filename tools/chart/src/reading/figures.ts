import { measureHeading } from "#wording/measure-heading.ts";
import { exactNumber, percentage } from "#wording/numbers.ts";
import { unitOf } from "#wording/units.ts";
import { wordsOf } from "#wording/words.ts";

/** One number of an analysis, with its name. */
export type Figure = { readonly label: string; readonly value: number; readonly text: string };

/** Results nest figures two or three deep; what lies deeper is detail. */
const maxDepth = 3;

/** The numbers of a result that stand by themselves, not in lists: `totals.amount_eur` is "Total amount eur". */
export function figuresOf(result: object, path: readonly string[] = []): readonly Figure[] {
  if (path.length >= maxDepth) return [];
  return Object.entries(result).flatMap(([key, value]: [string, unknown]) => {
    if (typeof value === "number" && Number.isFinite(value)) return [figureOf([...path, key], value)];
    return isPlainObject(value) ? figuresOf(value, [...path, key]) : [];
  });
}

/** `growth` is a ratio by definition, and so is a `share`. */
const ratioWords: readonly string[] = ["growth", "share"];

function figureOf(path: readonly string[], value: number): Figure {
  const key = path.at(-1) ?? "";
  const isRatio = ratioWords.includes(wordsOf(key).at(-1) ?? "");
  const label = measureHeading(path.map((part) => (part === "totals" ? "total" : part)).join("_"));
  return {
    label,
    value,
    text: isRatio ? `${value > 0 ? "+" : ""}${percentage(value)}` : exactNumber(value, unitOf(key)),
  };
}

export function isPlainObject(value: unknown): value is { readonly [key: string]: unknown } {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
