import { measureHeading } from "#wording/measure-heading.ts";
import { exactNumber, percentage } from "#wording/numbers.ts";
import { noUnit, unitOf } from "#wording/units.ts";
import { wordsOf } from "#wording/words.ts";
import { isPlainObject } from "./plain-object.ts";
import { salesFigureLabels, salesUnit } from "./sales-words.ts";

/** One number of an analysis, with its name. */
export type Figure = { readonly label: string; readonly value: number; readonly text: string };

/** Results nest figures two or three deep; what lies deeper is detail. */
const maxDepth = 3;

/** The numbers of a result that stand by themselves, not in lists; those of `totals` first. */
export function figuresOf(result: object): readonly Figure[] {
  const found = collect(result, [], result);
  const isTotal = ({ path }: Found): boolean => path[0] === "totals";
  return [...found.filter(isTotal), ...found.filter((one) => !isTotal(one))].map(({ figure }) => figure);
}

type Found = { readonly path: readonly string[]; readonly figure: Figure };

function collect(node: object, path: readonly string[], whole: object): readonly Found[] {
  if (path.length >= maxDepth) return [];
  return Object.entries(node).flatMap(([key, value]: [string, unknown]): readonly Found[] => {
    const place = [...path, key];
    if (typeof value === "number" && Number.isFinite(value))
      return [{ path: place, figure: figureOf(place, value, whole) }];
    return isPlainObject(value) ? collect(value, place, whole) : [];
  });
}

/** `growth` is a ratio by definition, and so is a `share`. */
const ratioWords: readonly string[] = ["growth", "share"];

function figureOf(path: readonly string[], value: number, whole: object): Figure {
  const key = path.at(-1) ?? "";
  if (ratioWords.includes(wordsOf(key).at(-1) ?? "")) {
    const label = key === "growth" ? growthLabel(whole) : measureHeading(path.join("_"));
    return { label, value, text: `${value > 0 ? "+" : ""}${percentage(value)}` };
  }
  const inTotals = path[0] === "totals";
  const unit = inTotals ? salesUnit(key, whole) : noUnit;
  const label =
    (inTotals ? salesFigureLabels.get(key) : undefined) ?? measureHeading(path.join("_").replace(/^totals_/, "total_"));
  return { label, value, text: exactNumber(value, unit === noUnit ? unitOf(key) : unit) };
}

/** Growth says little without the periods it compares. */
function growthLabel(whole: object): string {
  const periods: unknown = "growth_periods" in whole ? whole.growth_periods : undefined;
  if (!isPlainObject(periods) || typeof periods.period !== "string" || typeof periods.previous !== "string")
    return "Growth";
  return `Growth, ${periods.period} over ${periods.previous}`;
}
