import type { Task, TaskStep } from "@aiecs/core";
import { columnLines, formatMoment } from "#output/columns.ts";
import type { OutputStream } from "#output/terminal.ts";
import { counted, formatDuration, printable, printableLine, styled } from "#output/text.ts";
import { isWaiting } from "./perform-task.ts";

/** How a task stands, in a word: `waiting` where it can only go on once somebody approves. */
function standingOf(task: Task): string {
  return isWaiting(task) ? "waiting" : task.status;
}

/** Tasks as a table. */
export function taskTable(tasks: readonly Task[], stream: OutputStream): string {
  const rows = tasks.map((task) => [
    task.id,
    standingOf(task),
    `${task.completed_steps}/${task.steps}`,
    formatMoment(task.created_at),
    task.name ?? "",
  ]);
  const [head = "", ...lines] = columnLines([["ID", "STATUS", "STEPS", "CREATED", "NAME"], ...rows]);
  return `${[styled("bold", head, stream), ...lines].join("\n")}\n`;
}

/** One task, with its steps. */
export function taskText(task: Task, steps: readonly TaskStep[], stream: OutputStream): string {
  const facts: [string, string | null][] = [
    ["status", standingOf(task)],
    ["name", task.name],
    ["user", task.user_id],
    ["steps", `${task.completed_steps} of ${counted(task.steps, "step")} completed`],
    ["created", formatMoment(task.created_at)],
    ["started", task.started_at && formatMoment(task.started_at)],
    ["ended", task.ended_at && formatMoment(task.ended_at)],
    ["resumed", task.resumed === 0 ? null : counted(task.resumed, "time")],
    ["error", task.error && `${task.error.code} ${task.error.message}`],
  ];
  const known = facts.filter((fact): fact is [string, string] => fact[1] !== null);
  const lines = columnLines([
    ...steps.map(stepRow),
    ...task.waiting.map(({ step, operation, since, expires_at }) => [
      `[${step}]`,
      "waiting",
      operation,
      `since ${formatMoment(since)}, until ${formatMoment(expires_at)}`,
    ]),
  ]);
  const parts = [styled("bold", printableLine(task.id), stream), ...columnLines(known).map((line) => `  ${line}`)];
  return `${[...parts, ...(lines.length > 0 ? ["", ...lines] : [])].join("\n")}\n`;
}

function stepRow({ index, step, status, error_code: code, error_message: message, meta }: TaskStep): string[] {
  const took = meta.cached ? "from cache" : meta.duration_ms === null ? "" : formatDuration(meta.duration_ms);
  return [`[${index}]`, status, step, [took, code ?? "", message ?? ""].filter((part) => part !== "").join("  ")];
}

/** A value for people: text as it is, else JSON. */
export function valueText(value: unknown): string {
  return typeof value === "string" ? printable(value) : JSON.stringify(value, null, 2);
}
