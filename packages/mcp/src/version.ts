import { readFileSync } from "node:fs";

let known: string | undefined;

/** This package's version, as it is told to the other side. */
export function readVersion(): string {
  known ??= String(JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version);
  return known;
}
