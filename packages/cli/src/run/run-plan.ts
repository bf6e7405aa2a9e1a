import type { ListOptions, Plan } from "@aiecs/core";
import type { ToolValues } from "#config/open-tools.ts";
import type { PlanSource } from "#input/read-plan.ts";
import { shellQuoted } from "#output/example-command.ts";
import { toJson } from "#output/json.ts";
import { reportError } from "#output/report-error.ts";
import type { Terminal } from "#output/terminal.ts";
import { chooseView } from "#progress/choose-view.ts";
import { createStepJournal, type StepJournal } from "#progress/step-journal.ts";
import { endedLine, type StepNames } from "#progress/step-line.ts";
import { exitCodeOfRun } from "./exit-code.ts";
import { exportOutcome } from "./export-outcome.ts";
import { listenForInterrupt } from "./interrupt.ts";
import { type Mode, type RunOutcome, runInMode } from "./modes.ts";
import { summaryText } from "./summary.ts";
import { createTerminalLogger } from "./terminal-logger.ts";
import { withExecutor } from "./with-executor.ts";

/** What standard output is for: people, or one JSON value. */
type Print = "text" | "results" | "meta" | "output";

export type RunPlanOptions = {
  readonly terminal: Terminal;
  readonly source: PlanSource;
  readonly mode: Mode;
  readonly listOptions: ListOptions;
  readonly tools: ToolValues;
  readonly print: Print;
  readonly quiet: boolean;
  readonly debug: boolean;
};

/** Runs a plan, shows its progress, prints what it came to, and returns the exit code. */
export async function runPlan(options: RunPlanOptions): Promise<number> {
  const { terminal, source, mode, print, quiet, debug } = options;
  const { plan } = source;
  const people = print === "text" ? terminal.out : terminal.err;
  const journal = createStepJournal();
  const names = namesOf(plan);
  const view = chooseView({ stream: people, journal, names, quiet });
  using interrupt = listenForInterrupt(() => view.note("Cancelling. Press Ctrl-C again to end at once."));
  const logger = createTerminalLogger({ level: debug ? "debug" : "error", write: view.note });
  let startedAt = 0;
  let outcome: RunOutcome;
  try {
    outcome = await withExecutor(options.tools, logger, async (executor) => {
      startedAt = performance.now();
      executor.on("*", (event) => {
        const record = journal.add(event);
        if (record) view.show(record);
      });
      const listOptions = { ...options.listOptions, signal: interrupt.signal };
      const run = await runInMode(executor, plan, mode, listOptions, journal);
      if (print === "text") return run;
      return await exportOutcome(executor, run, { taskId: journal.taskId, userId: listOptions.userId });
    });
  } catch (error) {
    view.end();
    return reportError(error, { terminal, json: print !== "text", debug, source });
  }
  view.end();
  const interrupted = interrupt.signal.aborted;
  const exitCode = exitCodeOfRun(plan, outcome, journal, interrupted);
  if (!quiet) {
    const summary = {
      plan,
      outcome,
      journal,
      exitCode,
      interrupted,
      durationMs: performance.now() - startedAt,
      command: ["aiecs", ...process.argv.slice(2)].map(shellQuoted).join(" "),
      showOutput: print === "text",
    };
    people.write(summaryText(summary, people));
  } else if (exitCode !== 0) sayFailures(journal, names, terminal);
  await printOutcome(options, outcome);
  return exitCode;
}

/** The one JSON value on standard output, if that is what it is for. */
async function printOutcome({ terminal, print }: RunPlanOptions, outcome: RunOutcome): Promise<void> {
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

function sayFailures(journal: StepJournal, names: StepNames, { err }: Terminal): void {
  for (const record of journal.steps.values()) {
    if (record.state !== "completed") err.write(`${endedLine(record, names, err)}\n`);
  }
}

function namesOf(plan: Plan): StepNames {
  return ({ index, operation }) => {
    const id = plan.steps[index]?.id;
    return id === undefined ? operation : `${id} ${operation}`;
  };
}
