import { cleanText } from "./clean-text.ts";

/** A column's name as lower-case words: `orderDate`, `order_date` and `Order Date (€)` are order, date, and €. */
export function wordsOf(columnName: string): readonly string[] {
  return columnName
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}%€$£¥₹°]+/u)
    .filter((word) => word !== "");
}

/** A column's name as people would write it: `unit_price` is "Unit price". Names that people wrote stay as they are. */
export function headingOf(columnName: string): string {
  const name = cleanText(columnName, 80);
  if (name === "") return "(unnamed)";
  if (/\s/u.test(name) || !/^[\p{Ll}\p{N}_.-]+$/u.test(name)) return name;
  const text = name.replace(/[_.-]+/g, " ").trim();
  if (text === "") return name;
  return capitalized(text.replace(/\b(?:api|cpu|gpu|id|ip|kpi|ram|roi|sku|url|vat)\b/g, (word) => word.toUpperCase()));
}

export function capitalized(text: string): string {
  const first = text.slice(0, String.fromCodePoint(text.codePointAt(0) ?? 32).length);
  return first.toUpperCase() + text.slice(first.length);
}

/** For the middle of a sentence; abbreviations stay as they are. */
export function lowerFirst(text: string): string {
  return /^\p{Lu}(?!\p{Lu})/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
