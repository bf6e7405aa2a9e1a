import { type Costs, costOf } from "./costs.ts";

/** How many cores each part has; how many tasks the workers run at once. */
export type Fleet = {
  readonly server: number;
  readonly worker: number;
  readonly postgres: number;
  readonly redis: number;
  readonly slots: number;
};

export type Load = {
  readonly tasksPerSecond: number;
  readonly steps: number;
  /** How long a step waits for others: it keeps no core busy. */
  readonly waitMs: number;
  readonly seconds: number;
};

export type Outcome = {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Share of the time that each part's cores are busy. */
  readonly busy: { readonly [station in Station]: number };
};

const stations = ["server", "worker", "postgres", "redis"] as const;
type Station = (typeof stations)[number];
/** A visit of a station with its mean time in ms, or a wait, or the taking and giving back of a slot. */
type Visit = { readonly at: Station | "wait" | "take" | "give"; readonly ms: number };

/**
 * Lets tasks arrive at random and go through the parts as they do: accepted by a server, kept, put in line, taken by a
 * worker, acquired, and for each step run, written and told of. Times vary exponentially about what was measured.
 */
export function simulate(costs: Costs, fleet: Fleet, load: Load, random: () => number = createRandom(1)): Outcome {
  const exponential = (mean: number): number => -mean * Math.log(1 - random());
  const visits = visitsOf(costs, load);
  const agenda = new Agenda();
  const rooms = new Map<string, Room>([
    ...stations.map((name): [string, Room] => [name, { free: fleet[name], busyMs: 0, waiting: [] }]),
    ["take", { free: fleet.slots, busyMs: 0, waiting: [] }],
  ]);
  const times: number[] = [];
  const endMs = load.seconds * 1000;
  const warmMs = endMs / 5;

  const leave = (name: string, now: number): void => {
    const room = rooms.get(name);
    const next = room?.waiting.shift();
    if (next) next(now);
    else if (room) room.free += 1;
  };
  const enter = (name: string, now: number, begin: (now: number) => void): void => {
    const room = rooms.get(name);
    if (!room || room.free > 0) {
      if (room) room.free -= 1;
      begin(now);
    } else room.waiting.push(begin);
  };
  const go = (index: number, bornMs: number, now: number): void => {
    const visit = visits[index];
    if (!visit) {
      if (now >= warmMs) times.push(now - bornMs);
      return;
    }
    const onward = (at: number): void => go(index + 1, bornMs, at);
    if (visit.at === "wait") agenda.add(now + visit.ms, onward);
    else if (visit.at === "take") enter("take", now, onward);
    else if (visit.at === "give") {
      leave("take", now);
      onward(now);
    } else {
      const { at, ms } = visit;
      enter(at, now, (begunMs) => {
        const tookMs = exponential(ms);
        const room = rooms.get(at);
        if (room && begunMs >= warmMs) room.busyMs += tookMs;
        agenda.add(begunMs + tookMs, (endedMs) => {
          leave(at, endedMs);
          onward(endedMs);
        });
      });
    }
  };
  const arrive = (now: number): void => {
    agenda.add(now + exponential(1000 / load.tasksPerSecond), arrive);
    go(0, now, now);
  };
  agenda.add(0, arrive);
  agenda.runUntil(endMs);
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? Number.POSITIVE_INFINITY;
  const busy = (name: Station): number => (rooms.get(name)?.busyMs ?? 0) / ((endMs - warmMs) * fleet[name]);
  return {
    perSecond: (times.length * 1000) / (endMs - warmMs),
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    busy: { server: busy("server"), worker: busy("worker"), postgres: busy("postgres"), redis: busy("redis") },
  };
}

type Room = { free: number; busyMs: number; readonly waiting: ((now: number) => void)[] };

/** The way of a task. What a part takes is spread evenly over its visits. */
function visitsOf(costs: Costs, { steps, waitMs }: Load): readonly Visit[] {
  const ms = (part: "serverUs" | "workerUs" | "postgresUs" | "redisUs"): number => costOf(costs[part], steps) / 1000;
  const postgres = { at: "postgres", ms: ms("postgresUs") / (2 + steps) } as const;
  const redis = { at: "redis", ms: ms("redisUs") / (2 + steps) } as const;
  const worker = { at: "worker", ms: ms("workerUs") / steps } as const;
  const step: readonly Visit[] = [{ at: "wait", ms: waitMs }, worker, postgres, redis];
  return [
    { at: "server", ms: ms("serverUs") },
    postgres,
    redis,
    { at: "take", ms: 0 },
    redis,
    postgres,
    ...Array.from({ length: steps }, () => step).flat(),
    { at: "give", ms: 0 },
  ];
}

/** What happens when, in order: a heap. */
class Agenda {
  readonly #entries: { readonly at: number; readonly act: (now: number) => void }[] = [];

  add(at: number, act: (now: number) => void): void {
    const entries = this.#entries;
    let index = entries.length;
    entries.push({ at, act });
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if ((entries[parent]?.at ?? 0) <= at) break;
      this.#swap(index, parent);
      index = parent;
    }
  }

  runUntil(endMs: number): void {
    for (let next = this.#take(); next && next.at < endMs; next = this.#take()) next.act(next.at);
  }

  #take() {
    const entries = this.#entries;
    const first = entries[0];
    const last = entries.pop();
    if (!first || !last || entries.length === 0) return first;
    entries[0] = last;
    for (let index = 0; ; ) {
      const left = 2 * index + 1;
      const right = left + 1;
      const atOf = (one: number): number => entries[one]?.at ?? Number.POSITIVE_INFINITY;
      const least = atOf(right) < atOf(left) ? right : left;
      if (atOf(least) >= atOf(index)) return first;
      this.#swap(index, least);
      index = least;
    }
  }

  #swap(one: number, other: number): void {
    const [a, b] = [this.#entries[one], this.#entries[other]];
    if (!a || !b) return;
    this.#entries[one] = b;
    this.#entries[other] = a;
  }
}

/** The same numbers each time (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
