import type { OutputStream } from "#output/terminal.ts";
import type { ProgressView } from "./progress-view.ts";
import { endedLine, type StepNames } from "./step-line.ts";

/** One line per step when it ends: for files, pipes and build logs. */
export function createPlainView(stream: OutputStream, names: StepNames): ProgressView {
  return {
    show(record) {
      if (record.state !== "running") stream.write(`${endedLine(record, names, stream)}\n`);
    },
    note(line) {
      stream.write(`${line}\n`);
    },
    end() {},
  };
}
