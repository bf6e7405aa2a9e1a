import { relative } from "node:path";
import type { Plan } from "@aiecs/core";
import { findFiles } from "#output/artifacts.ts";
import { toJson } from "#output/json.ts";
import type { OutputStream } from "#output/terminal.ts";
import { counted, formatBytes, formatDuration, printable, printableLine, styled } from "#output/text.ts";
import type { StepJournal } from "#progress/step-journal.ts";
import type { RunOutcome } from "./modes.ts";

export type SummaryOptions = {
  readonly plan: Plan;
  readonly outcome: RunOutcome;
  readonly journal: StepJournal;
  readonly end: "done" | "failed" | "cancelled" | "waiting";
  readonly durationMs: number;
  /** What can be done now, in paragraphs. */
  readonly advice: readonly string[];
  /** Whether to show the plan's output, cut to a screenful. */
  readonly showOutput: boolean;
};

const mostOutputLines = 40;
const mostOutputCharacters = 4_000;

/** What a run came to, for people: how many steps completed, the files that were made, the output. */
export function summaryText(options: SummaryOptions, stream: OutputStream): string {
  const { outcome, end, advice } = options;
  const parts = [headline(options, stream)];
  const files = findFiles(outcome.results.map(({ result }) => result));
  if (files.length > 0) {
    const lines = files.map(
      ({ path, mediaType, bytes }) => `  ${shownPath(path)}  (${mediaType}, ${formatBytes(bytes)})`,
    );
    parts.push(`${styled("bold", "Files", stream)}\n${lines.join("\n")}`);
  }
  if (outcome.outputError) parts.push(`The plan's output cannot be made: ${printable(outcome.outputError.message)}`);
  else if (end === "done" && options.showOutput)
    parts.push(`${styled("bold", "Output", stream)}\n${outputText(outcome.output)}`);
  return `\n${[...parts, ...advice].join("\n\n")}\n`;
}

function headline({ plan, outcome, journal, end, durationMs }: SummaryOptions, stream: OutputStream): string {
  const completed = outcome.results.filter((result) => result.completed).length;
  const steps = [...journal.steps.values()];
  const kept = steps.filter((step) => step.kept && step.state === "completed").length;
  const cached = steps.filter((step) => step.cached && !step.kept).length;
  const facts = [
    `${completed} of ${counted(plan.steps.length, "step")} completed in ${formatDuration(durationMs)}`,
    ...(kept > 0 ? [`${kept} kept from before`] : []),
    ...(cached > 0 ? [`${cached} from cache`] : []),
  ];
  const words = {
    done: styled("green", "Done", stream),
    failed: styled("red", "Failed", stream),
    cancelled: styled("yellow", "Cancelled", stream),
    waiting: styled("yellow", "Waiting for an approval", stream),
  };
  return `${words[end]}: ${facts.join(", ")}.`;
}

function shownPath(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return printableLine(fromHere.startsWith("..") ? path : fromHere);
}

function outputText(output: unknown): string {
  const text = typeof output === "string" ? output : toJson(output, 2);
  const lines = printable(text.slice(0, mostOutputCharacters)).split("\n");
  const shown = lines.slice(0, mostOutputLines).map((line) => `  ${line}`);
  const whole = lines.length <= mostOutputLines && text.length <= mostOutputCharacters;
  return [...shown, ...(whole ? [] : ["  … (--output prints all of it)"])].join("\n");
}
