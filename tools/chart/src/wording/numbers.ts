import { noUnit, type Unit } from "./units.ts";

const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });
const money = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const small = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3 });
const exponent = new Intl.NumberFormat("en-US", { notation: "scientific", maximumSignificantDigits: 3 });

const scales = [
  [1e12, "T"],
  [1e9, "B"],
  [1e6, "M"],
  [1e3, "k"],
] as const;

/** A figure to be read exactly: `€1,234,567.89`. At most two decimals, three significant digits below 1. */
export function exactNumber(value: number, unit: Unit = noUnit): string {
  return withUnit(value, unit, (size) => {
    if (isExtreme(size)) return exponent.format(size);
    if (size < 1 && size > 0) return small.format(size);
    return (unit.prefix !== "" && !Number.isInteger(size) ? money : grouped).format(size);
  });
}

/** A figure to be seen at a glance: `€1.23M`. Three significant digits. */
export function shortNumber(value: number, unit: Unit = noUnit): string {
  const scale = scales.find(([least]) => Math.abs(value) >= least * 0.9995);
  if (unit.metric && scale) {
    const letter = scale[1] === "B" ? "G" : scale[1];
    return `${value < 0 ? "-" : ""}${small.format(Math.abs(value) / scale[0])} ${letter}${unit.suffix.trim()}`;
  }
  return withUnit(value, unit, (size) => {
    if (isExtreme(size)) return exponent.format(size);
    return scale ? `${small.format(size / scale[0])}${scale[1]}` : small.format(size);
  });
}

/** Written out, such a size would be mostly zeros. */
function isExtreme(size: number): boolean {
  return size >= 1e15 || (size < 1e-6 && size > 0);
}

/** A ratio as a percentage with one decimal: 0.4521 is `45.2%`. */
export function percentage(ratio: number): string {
  return ratio > 0 && ratio < 0.0005 ? "<0.1%" : `${(ratio * 100).toFixed(1)}%`;
}

/** `1 row`, `2 rows`, `1,000,000 rows`. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${grouped.format(count)} ${count === 1 ? singular : plural}`;
}

function withUnit(value: number, { prefix, suffix }: Unit, write: (size: number) => string): string {
  return `${value < 0 ? "-" : ""}${prefix}${write(Math.abs(value))}${suffix}`;
}
