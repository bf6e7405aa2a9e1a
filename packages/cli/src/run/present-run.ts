import type { Logger, Plan, Step, TaskEvent } from "@aiecs/core";
import type { PlanSource } from "#input/read-plan.ts";
import { reportError } from "#output/report-error.ts";
import type { Terminal } from "#output/terminal.ts";
import { chooseView } from "#progress/choose-view.ts";
import type { ProgressView } from "#progress/progress-view.ts";
import { createStepJournal, type StepJournal } from "#progress/step-journal.ts";
import { endedLine, type StepNames } from "#progress/step-line.ts";
import { exitCodeOfRun, exitCodeOfWaiting } from "./exit-code.ts";
import { type Interrupt, listenForInterrupt } from "./interrupt.ts";
import type { RunOutcome } from "./modes.ts";
import { type Print, printOutcome } from "./print-outcome.ts";
import { summaryText } from "./summary.ts";
import { createTerminalLogger } from "./terminal-logger.ts";

export type PresentOptions = {
  readonly terminal: Terminal;
  readonly print: Print;
  readonly quiet: boolean;
  readonly debug: boolean;
  /** The plan that the paths of errors lead into. */
  readonly source?: PlanSource;
};

/** What somebody who runs steps needs so that they can be seen. */
export type Stage = {
  readonly journal: StepJournal;
  readonly view: ProgressView;
  readonly interrupt: Interrupt;
  readonly logger: Logger;
  /** Tells the steps of what is run: their ids stand in lines. */
  setSteps(steps: readonly Step[]): void;
  /** Takes an event in, and shows it. */
  readonly show: (event: TaskEvent) => void;
};

/** What was run, and how that ended. */
export type Performance = {
  readonly outcome: RunOutcome;
  /** Steps alone matter of it. */
  readonly plan: Plan;
  /** Whether steps wait for an approval, and nothing else is left to do. */
  readonly isWaiting: boolean;
  /** What can be done now, in paragraphs. */
  readonly advice: readonly string[];
};

/** Runs something, shows its progress, prints what it came to, and returns the exit code. */
export async function presentRun(
  options: PresentOptions,
  perform: (stage: Stage) => Promise<Performance>,
): Promise<number> {
  const { terminal, print, quiet, debug, source } = options;
  const people = print === "text" ? terminal.out : terminal.err;
  const journal = createStepJournal();
  let steps: readonly Step[] = source?.plan.steps ?? [];
  const names: StepNames = ({ index, operation }) => {
    const id = steps[index]?.id;
    return id === undefined ? operation : `${id} ${operation}`;
  };
  const view = chooseView({ stream: people, journal, names, quiet });
  using interrupt = listenForInterrupt(() => view.note("Cancelling. Press Ctrl-C again to end at once."));
  const logger = createTerminalLogger({ level: debug ? "debug" : "error", write: view.note });
  const show = (event: TaskEvent): void => {
    const record = journal.add(event);
    if (record) view.show(record);
  };
  const startedAt = performance.now();
  let performed: Performance;
  try {
    const setSteps: Stage["setSteps"] = (known) => {
      steps = known;
    };
    performed = await perform({ journal, view, interrupt, logger, setSteps, show });
  } catch (error) {
    view.end();
    return reportError(error, { terminal, json: print !== "text", debug, ...(source && { source }) });
  }
  view.end();
  const durationMs = performance.now() - startedAt;
  const { outcome, plan, isWaiting, advice } = performed;
  const interrupted = interrupt.signal.aborted;
  const exitCode = isWaiting ? exitCodeOfWaiting : exitCodeOfRun(plan, outcome, journal, interrupted);
  const end = isWaiting ? "waiting" : interrupted ? "cancelled" : exitCode === 0 ? "done" : "failed";
  if (!quiet)
    people.write(
      summaryText({ plan, outcome, journal, end, durationMs, advice, showOutput: print === "text" }, people),
    );
  else if (exitCode !== 0) sayFailures(journal, names, terminal);
  await printOutcome(outcome, print, terminal);
  return exitCode;
}

function sayFailures(journal: StepJournal, names: StepNames, { err }: Terminal): void {
  for (const record of journal.steps.values()) {
    if (record.state !== "completed") err.write(`${endedLine(record, names, err)}\n`);
  }
}
