import { shortLine } from "./clean-text.ts";

const acronyms = /\b(?:api|cpu|gpu|id|ip|kpi|ram|roi|sku|url|vat)\b/g;

/** A key or column name as people would write it: `unit_price` is "Unit price". Names that people wrote stay as they are. */
export function headingOf(name: string): string {
  const line = shortLine(name, 80);
  if (line === "") return "(unnamed)";
  if (/\s/u.test(line) || !/^[\p{Ll}\p{N}_.-]+$/u.test(line)) return line;
  const words = line.replace(/[_.-]+/g, " ").trim();
  if (words === "") return line;
  return upperFirst(words.replace(acronyms, (word) => word.toUpperCase()));
}

function upperFirst(text: string): string {
  const [first = ""] = text;
  return first.toUpperCase() + text.slice(first.length);
}
