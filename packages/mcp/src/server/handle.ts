import { ValidationError } from "@aiecs/core";

/** What stands for a value that is kept here: an operation's result, a plan's output, or the result of one of its steps. */
export type Handle = {
  readonly taskId: string;
  /** Absent for the result of a call, and for the output of a plan. */
  readonly step: number | undefined;
  /** Which part, as in references: `.items[2]`; empty for the whole. */
  readonly path: string;
};

const beginning = "$task[";
const pattern = /^\$task\[([A-Za-z0-9][A-Za-z0-9._:-]{0,127})(?:\/(\d{1,6}))?\]((?:[.[].*)?)$/s;

/** A handle as a model copies it: `$task[call-x]`, `$task[run-y/2]`. */
export function handleText(taskId: string, step?: number): string {
  return step === undefined ? `${beginning}${taskId}]` : `${beginning}${taskId}/${step}]`;
}

export function isHandleText(value: unknown): value is string {
  return typeof value === "string" && value.startsWith(beginning);
}

/** @throws E001 for what only begins like one */
export function parseHandle(text: string): Handle {
  const [, taskId, step, path = ""] = pattern.exec(text) ?? [];
  if (taskId !== undefined) return { taskId, step: step === undefined ? undefined : Number(step), path };
  throw new ValidationError(
    `Malformed handle ${JSON.stringify(text.slice(0, 200))}: expected $task[ID], $task[ID/STEP], or a part of it such as $task[ID].items[0].name`,
  );
}
