import type { OutputStream } from "#output/terminal.ts";
import { createLiveView } from "./live-view.ts";
import { createPlainView } from "./plain-view.ts";
import { createQuietView, type ProgressView } from "./progress-view.ts";
import type { StepJournal } from "./step-journal.ts";
import type { StepNames } from "./step-line.ts";

export type ViewOptions = {
  readonly stream: OutputStream;
  readonly journal: StepJournal;
  readonly names: StepNames;
  readonly quiet: boolean;
};

/** Redrawing where somebody watches; plain lines in files, pipes, build logs, and where no decoration is wanted. */
export function chooseView({ stream, journal, names, quiet }: ViewOptions): ProgressView {
  if (quiet) return createQuietView(stream);
  const { NO_COLOR, CI, TERM } = process.env;
  const live = stream.isTTY && !NO_COLOR && !CI && TERM !== "dumb";
  return live ? createLiveView({ stream, journal, names }) : createPlainView(stream, names);
}
