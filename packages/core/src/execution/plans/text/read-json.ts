import type { LocatedText, TextFault } from "./located-text.ts";
import { scanJson } from "./scan-json.ts";

/** Reads JSON, with what `JSON.parse` does not tell: where a fault stands, and keys that are there twice. */
export function readJson(text: string): LocatedText {
  const faults = scanJson(text);
  return {
    value: faults.length === 0 ? parse(text, faults) : undefined,
    faults,
    locate: (tree) => void scanJson(text, tree),
  };
}

/** The scan reads what the engine reads; should they ever differ, the engine's word counts. */
function parse(text: string, faults: TextFault[]): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    faults.push({ offset: 0, message: error instanceof Error ? error.message : String(error) });
    return undefined;
  }
}
