import type { Task } from "@aiecs/core";
import { type ToolValues, toolArguments } from "#config/open-tools.ts";
import type { TaskValues } from "#config/task-settings.ts";
import { shellQuoted } from "#output/example-command.ts";

/** What a command on tasks was given besides the task. */
export type TaskCommandValues = ToolValues & TaskValues & { readonly user?: string | undefined };

/** A command on a task that finds the same task, and the same tools. */
export function taskCommand(verb: string, words: readonly string[], values: TaskCommandValues): string {
  const { user, database } = values;
  const options = [
    ...(user === undefined ? [] : ["--user", user]),
    ...(database === undefined ? [] : ["--database", database]),
    ...toolArguments(values),
  ];
  return ["aiecs", "tasks", verb, ...words, ...options].map(shellQuoted).join(" ");
}

/** How to approve the steps that a task waits for, or to reject them. */
export function approvalAdvice(task: Task, values: TaskCommandValues): string {
  const lines = task.waiting.flatMap(({ step, id }) => {
    const words = [task.id, id ?? String(step)];
    return [taskCommand("approve", words, values), taskCommand("reject", words, values)];
  });
  return `To approve or reject:\n${lines.map((line) => `  ${line}`).join("\n")}`;
}

/** That a step was decided upon, and how the task goes on. */
export function decisionText(
  decision: "Approved" | "Rejected",
  task: Task,
  step: string,
  values: TaskCommandValues,
): string {
  const said = `${decision} step ${step} of ${task.id}.\n`;
  if (task.status !== "pending") return said;
  return `${said}Where aiecs serve runs, it goes on with the task; here this does:\n  ${taskCommand("resume", [task.id], values)}\n`;
}
