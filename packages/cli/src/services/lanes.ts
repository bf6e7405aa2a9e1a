import type { Lane } from "@aiecs/core";
import { InputError, unknownName } from "#command-line/input-error.ts";

/** The lanes by the names that their queues have. */
const lanesByQueue: Readonly<Record<string, Lane>> = { fast_tasks: "fast", heavy_tasks: "heavy" };

export const laneNames: readonly (readonly [queue: string, lane: Lane])[] = Object.entries(lanesByQueue);

/** The option of every command that works off tasks. */
export const queueOption = {
  queue: {
    type: "string",
    value: "names",
    description: "fast_tasks, heavy_tasks, or both with a comma; by default both",
  },
} as const;

/** The option of every command that may leave its task to those that work off tasks. */
export const handOverOption = {
  queue: {
    type: "string",
    value: "fast_tasks|heavy_tasks",
    description: "Leave the steps to aiecs worker, or aiecs serve, of that queue, and show here how they go",
  },
} as const;

/** The lane that `--queue` names, where there is but one. @throws InputError naming the queues there are */
export function laneOf(text: string): Lane {
  const [lane, ...others] = lanesOf(text);
  if (lane !== undefined && others.length === 0) return lane;
  throw new InputError(`--queue: expected one queue, received ${JSON.stringify(text)}`);
}

/** The lanes that `--queue` names; `none` where the command allows it. @throws InputError naming the queues there are */
export function lanesOf(
  text: string | undefined,
  { allowNone = false }: { readonly allowNone?: boolean } = {},
): readonly Lane[] {
  if (text === undefined) return laneNames.map(([, lane]) => lane);
  if (allowNone && text === "none") return [];
  const known = [...laneNames.map(([queue]) => queue), ...(allowNone ? ["none"] : [])];
  const named = text.split(",").map((part) => {
    const name = part.trim();
    const lane = Object.hasOwn(lanesByQueue, name) ? lanesByQueue[name] : undefined;
    if (lane !== undefined) return lane;
    throw unknownName(`--queue: expected ${known.join(", ")}, received ${JSON.stringify(name)}`, { name, known });
  });
  return [...new Set(named)];
}
