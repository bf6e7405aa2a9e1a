import type { Clock, Lane, LaneCounts, QueueItem } from "@aiecs/core";
import type { RedisConnection } from "#connection/open-redis.ts";
import { lineScripts } from "./line-scripts.ts";

/** A turn that is to come later: its name, and when. */
export type LaterTurn = readonly [name: string, runAt: number];

/** What a turn asks of the line. */
export type StepRequest = {
  readonly turn: string;
  /** Who has the turn: another text each time that it begins. */
  readonly holder: string;
  /** 0 when the turn begins. Each later step ends what the one before took. */
  readonly step: number;
  /** What is due at that moment is due for this turn. */
  readonly dueAt: number;
  /** Whether it wants another item. */
  readonly takes: boolean;
  /** What was taken failed: it comes again after one of these pauses, the next one each time. */
  readonly pausesMs?: readonly number[];
};

export type StepAnswer = {
  /** What each turn holds then; false when that is nothing. */
  readonly keys: readonly (string | false)[];
  readonly waiting: number;
  readonly later: readonly LaterTurn[];
};

type PerLane = Readonly<Record<Lane, number>>;

/** Where items stand until it is their turn; it says whose turn it is. */
export type Line = ReturnType<typeof createLine>;

export function createLine(
  { run }: RedisConnection,
  { prefix, clock }: { readonly prefix: string; readonly clock: Clock },
) {
  const ask = (script: keyof typeof lineScripts, ...args: (string | number)[]): Promise<unknown> =>
    run((client) => lineScripts[script](client, [`${prefix}:line`], args));
  /** Answers are of our own scripts: their form is known. An empty list of Lua is an empty object in JSON. */
  const askJson = async <T>(script: keyof typeof lineScripts, ...args: (string | number)[]): Promise<T> =>
    JSON.parse(String(await ask(script, ...args))) as T;
  return {
    /** How many were in line before and after, and what is to come later. */
    async add(items: readonly QueueItem[]): Promise<{ before: PerLane; after: PerLane; later: readonly LaterTurn[] }> {
      const rows = items.map(({ key, userId, lane, priority, runAt }) => {
        return [toLine(key), userId === undefined ? "" : `=${toLine(userId)}`, lane, priority, runAt];
      });
      const answer = await askJson<{ before: PerLane; after: PerLane; delayed: Record<string, LaterTurn> }>(
        "add",
        clock.now(),
        JSON.stringify(rows),
      );
      return { before: answer.before, after: answer.after, later: Object.values(answer.delayed) };
    },
    /** Whether there was one that nobody had taken; the name of its turn, when that was to come later. */
    async remove(key: string): Promise<boolean | string> {
      const answer = await ask("remove", toLine(key));
      return typeof answer === "string" ? answer : answer === 1;
    },
    async step(lane: Lane, requests: readonly StepRequest[]): Promise<StepAnswer> {
      const { keys, waiting, delayed } = await askJson<{
        keys: Record<string, string | false>;
        waiting: number;
        delayed: Record<string, LaterTurn>;
      }>("step", lane, clock.now(), JSON.stringify(requests));
      const held = Object.values(keys).map((key) => key !== false && fromLine(key));
      return { keys: held, waiting, later: Object.values(delayed) };
    },
    /** Brings into line what is due. How many are in line, and the turns that hold something. */
    async audit(lane: Lane): Promise<{ waiting: number; turns: readonly string[] }> {
      const { waiting, turns } = await askJson<{ waiting: number; turns: Record<string, string> }>(
        "audit",
        lane,
        clock.now(),
      );
      return { waiting, turns: Object.values(turns) };
    },
    counts: (): Promise<Record<Lane, LaneCounts>> => askJson("counts"),
  };
}

/** JSON in Lua knows no half of a surrogate pair: texts stand in the line with them escaped, and backslashes, too. */
function toLine(text: string): string {
  return text.replaceAll(/[\\\p{Surrogate}]/gu, (found) =>
    found === "\\" ? "\\\\" : `\\u${found.charCodeAt(0).toString(16)}`,
  );
}

function fromLine(text: string): string {
  return text.replaceAll(/\\(?:\\|u([0-9a-f]{4}))/g, (_, code: string | undefined) =>
    code === undefined ? "\\" : String.fromCharCode(Number.parseInt(code, 16)),
  );
}
