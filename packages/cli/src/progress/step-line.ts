import type { OutputStream } from "#output/terminal.ts";
import { formatDuration, printableLine, styled } from "#output/text.ts";
import type { StepRecord } from "./step-journal.ts";

/** How a step is called in lines: its index, as references count, then its id or operation. */
export type StepNames = (record: StepRecord) => string;

/** The line that stays when a step has ended, or begins to wait for an approval. */
export function endedLine(record: StepRecord, names: StepNames, stream: OutputStream): string {
  const { state, durationMs, cached, kept, error } = record;
  const name = `[${record.index}] ${names(record)}`;
  const reason = error === undefined ? "" : printableLine(error.message);
  if (state === "completed") {
    const facts = kept ? "kept" : cached ? "from cache" : formatDuration(durationMs);
    return `${styled("green", "✓", stream)} ${name}  ${styled("dim", facts, stream)}`;
  }
  if (state === "waiting") return `${styled("yellow", "?", stream)} ${name}  waits for an approval`;
  if (state === "cancelled") return `${styled("yellow", "–", stream)} ${name}  ${styled("dim", reason, stream)}`;
  return `${styled("red", "✗", stream)} ${name}  ${formatDuration(durationMs)}  ${error?.code ?? ""} ${reason}`;
}
