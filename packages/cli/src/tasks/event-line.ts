import type { TaskEvent } from "@aiecs/core";
import { formatMoment } from "#output/columns.ts";
import { formatDuration, printableLine } from "#output/text.ts";

/** An event as a line: its number, when, what, of which step, and what it tells besides. */
export function eventLine(event: TaskEvent): string {
  const { sequence, time, type, stepIndex, operation } = event;
  const step = stepIndex === null ? "" : `[${stepIndex}] ${operation ?? ""}`;
  const parts = [String(sequence).padStart(4), formatMoment(time), type.padEnd(16), step, detailsOf(event)];
  return printableLine(parts.filter((part) => part !== "").join("  "));
}

function detailsOf(event: TaskEvent): string {
  switch (event.type) {
    case "task.started":
      return `${event.steps} steps`;
    case "task.resumed":
      return `${event.completed} of ${event.steps} steps kept`;
    case "task.progressed":
      return `${event.ended} of ${event.steps} steps ended`;
    case "step.progressed":
      return `${Math.round(event.fraction * 100)} % ${event.message ?? ""}`.trimEnd();
    case "step.retrying":
      return `attempt ${event.attempt} failed, the next in ${formatDuration(event.waitMs)}: ${event.error.message}`;
    case "step.waiting":
      return `until ${formatMoment(event.expiresAt)}`;
    case "step.failed":
    case "step.cancelled":
      return `${formatDuration(event.durationMs)}  ${event.error.code} ${event.error.message}`;
    case "task.failed":
      return [formatDuration(event.durationMs), event.error?.message ?? ""].join("  ").trimEnd();
    case "task.completed":
    case "task.cancelled":
    case "step.completed":
      return formatDuration(event.durationMs);
    case "step.started":
    case "operation.cached":
      return "";
  }
}
