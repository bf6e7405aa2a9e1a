import type { Unit } from "./panel.ts";

const number = new Intl.NumberFormat("en", { maximumSignificantDigits: 5 });
const binary = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;

/** A value with its unit, as the page shows it. */
export function wordFigure(value: number, unit: Unit): string {
  if (unit === "percent") return `${number.format(value)} %`;
  if (unit === "seconds") return `${number.format(value)} s`;
  if (unit !== "bytes") return number.format(value);
  const magnitude = Math.abs(value);
  const power = magnitude < 1 ? 0 : Math.min(binary.length - 1, Math.floor(Math.log2(magnitude) / 10));
  return `${number.format(value / 1024 ** power)} ${binary[power]}`;
}
