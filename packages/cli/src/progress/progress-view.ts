import type { OutputStream } from "#output/terminal.ts";
import type { StepRecord } from "./step-journal.ts";

/** Shows a run while it goes on. */
export interface ProgressView {
  /** A step has started, moved on or ended. */
  show(record: StepRecord): void;
  /** Prints a line that stays. */
  note(line: string): void;
  /** Leaves the place to what is printed next. */
  end(): void;
}

/** Shows nothing but what must be said. */
export function createQuietView(stream: OutputStream): ProgressView {
  return { show: () => {}, note: (line) => stream.write(`${line}\n`), end: () => {} };
}
