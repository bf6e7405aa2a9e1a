import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The folder of the public data sets of the package vega-datasets. */
export const realDataFolder: string = fileURLToPath(new URL("../data/", import.meta.resolve("vega-datasets")));

/** The records of a CSV file without quoted fields, all values as text: read without any of our own code. */
export function readPlainCsv(name: string): Record<string, string>[] {
  const [header = "", ...lines] = readFileSync(`${realDataFolder}/${name}`, "utf8").trim().split(/\r?\n/);
  const names = header.split(",");
  return lines.map((line) => {
    const cells = line.split(",");
    return Object.fromEntries(names.map((column, index) => [column, cells[index] ?? ""]));
  });
}

/** The records of a JSON file. */
export function readPlainJson(name: string): Record<string, unknown>[] {
  return JSON.parse(readFileSync(`${realDataFolder}/${name}`, "utf8"));
}
