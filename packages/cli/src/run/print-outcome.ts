import { toJson } from "#output/json.ts";
import { reportError } from "#output/report-error.ts";
import type { Terminal } from "#output/terminal.ts";
import type { RunOutcome } from "./modes.ts";

/** What standard output is for: people, or one JSON value. */
export type Print = "text" | "results" | "meta" | "output";

/** Writes the one JSON value to standard output, if that is what it is for. */
export async function printOutcome(outcome: RunOutcome, print: Print, terminal: Terminal): Promise<void> {
  const { results, output, outputError } = outcome;
  if (print === "text") return;
  if (print === "output") {
    if (outputError) await reportError(outputError, { terminal, json: true, debug: false });
    else terminal.out.write(`${toJson(output)}\n`);
    return;
  }
  const rows = results.map((result) => toJson(print === "meta" ? result.toJSONWithMeta() : result));
  terminal.out.write("[");
  for (const [index, row] of rows.entries()) terminal.out.write(`${index === 0 ? "" : ","}\n${row}`);
  terminal.out.write(rows.length === 0 ? "]\n" : "\n]\n");
}
