import { readFileSync } from "node:fs";

const folder = new URL("../data/", import.meta.resolve("vega-datasets"));

/** The records of a csv of the package vega-datasets; none of those read here has quoted fields. */
export function readRealData(file: string): Record<string, string | number>[] {
  const [header = "", ...lines] = readFileSync(new URL(file, folder), "utf8").trim().split(/\r?\n/);
  const names = header.split(",");
  return lines.map((line) => {
    const cells = line.split(",").map((cell) => (cell !== "" && Number.isFinite(Number(cell)) ? Number(cell) : cell));
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ""]));
  });
}
