const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });
const money = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const small = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3 });
const exponent = new Intl.NumberFormat("en-US", { notation: "scientific", maximumSignificantDigits: 3 });

/** A figure to be read: `1,234,567.89`. At most two decimals, three significant digits below 1. */
export function written(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e15 || (size < 1e-6 && size > 0)) return exponent.format(value);
  return (size < 1 && size > 0 ? small : grouped).format(value);
}

/** A ratio as a percentage with its sign: 0.12 is `+12.0%`. */
export function change(ratio: number): string {
  return `${ratio > 0 ? "+" : ""}${(ratio * 100).toFixed(1)}%`;
}

export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${grouped.format(count)} ${count === 1 ? singular : plural}`;
}

const currencies: ReadonlyMap<string, string> = new Map([
  ["eur", "€"],
  ["euro", "€"],
  ["euros", "€"],
  ["usd", "$"],
  ["gbp", "£"],
  ["jpy", "¥"],
  ["inr", "₹"],
]);

const suffixes: ReadonlyMap<string, string> = new Map([
  ["percent", "%"],
  ["percentage", "%"],
  ["pct", "%"],
]);

/** A mean of percentages is one, too; their sum or count is not. */
const statistics: ReadonlySet<string> = new Set(["mean", "avg", "median", "min", "max"]);

export function isCurrency(word: string): boolean {
  return currencies.has(word.toLowerCase());
}

/** A figure with the unit that its name states: `revenue_eur` in €, `cpu_percent` in %; `growth` and `share` are ratios. */
export function writtenAs(name: string, value: number): string {
  return writerFor(name, [value])(value);
}

/** `writtenAs` for a whole column: money has cents in all rows or in none, and so have figures that mostly have decimals. */
export function writerFor(name: string, values: readonly number[]): (value: number) => string {
  const words = name.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  const last = words.at(-1) ?? "";
  if (last === "growth") return change;
  if (last === "share") return (value) => `${(value * 100).toFixed(1)}%`;
  const currency = words.map((word) => currencies.get(word)).find((sign) => sign !== undefined);
  if (currency !== undefined && last !== "count") {
    const write = values.every(Number.isInteger) ? written : (value: number): string => money.format(value);
    return (value) => `${value < 0 ? "-" : ""}${currency}${write(Math.abs(value))}`;
  }
  const suffix = suffixes.get(statistics.has(last) ? (words.at(-2) ?? "") : last) ?? "";
  const write = haveDecimals(values) ? (value: number): string => money.format(value) : written;
  return (value) => `${write(value)}${suffix}`;
}

/** Whether a column reads best with two decimals throughout: most values have some, and none is too small or large for them. */
function haveDecimals(values: readonly number[]): boolean {
  const fractions = values.filter((value) => !Number.isInteger(value));
  const fit = fractions.every((value) => Math.abs(value) >= 0.1 && Math.abs(value) < 1e12);
  return values.length > 1 && fit && 2 * fractions.length > values.length;
}
