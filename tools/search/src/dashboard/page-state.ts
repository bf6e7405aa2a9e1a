import { z } from "zod";
import type { Figure, Panel } from "./panel.ts";

/** A value of a figure at a moment. */
export type Point = readonly [time: string, value: number];

/** All that a page shows, and the JSON that stands beside it. */
export type PageState = {
  readonly kind: "aiecs.dashboard";
  readonly version: 1;
  readonly title: string;
  /** When it was brought up to date, ISO 8601. */
  readonly updated: string;
  /** How often. */
  readonly updates: number;
  /** Of the call that did it last: the same call changes nothing more. */
  readonly key: string;
  readonly panels: readonly Panel[];
  /** The values so far of each figure, by its id, the newest last. */
  readonly history: Readonly<Record<string, readonly Point[]>>;
};

/** A figure that is new or has another value than before. */
export type Change = { readonly figure: string; readonly from: number | null; readonly to: number };

export type Update = {
  readonly title: string;
  readonly panels: readonly Panel[];
  readonly key: string;
  readonly nowMs: number;
  /** Values kept of each figure. */
  readonly history: number;
};

/** What must stand in the JSON beside a page for it to be taken as that page's. */
const storedState = z.object({
  kind: z.literal("aiecs.dashboard"),
  version: z.literal(1),
  title: z.string(),
  updated: z.iso.datetime(),
  updates: z.int().nonnegative(),
  key: z.string(),
  history: z.record(z.string(), z.array(z.tuple([z.string(), z.number()]))),
});

/** What is kept of a page from one update to the next. */
export type PageMemory = Omit<PageState, "panels">;

const maxHistories = 2_000;

/** @returns undefined when the text is no page's */
export function parsePageMemory(text: string): PageMemory | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // What is no JSON is no page's either.
    return undefined;
  }
  return storedState.safeParse(value).data;
}

/** A page brought up to date, and what that changed. A call that is repeated puts its values in place of its own. */
export function updatePage(
  before: PageMemory | undefined,
  { title, panels, key, nowMs, history: kept }: Update,
): { readonly state: PageState; readonly changes: readonly Change[] } {
  const isRepeated = before?.key === key;
  const updated = isRepeated ? before.updated : new Date(nowMs).toISOString();
  const history = new Map(Object.entries(before?.history ?? {}));
  const changes: Change[] = [];
  for (const { figure, label, time } of figuresOf(panels)) {
    const points = history.get(figure.id) ?? [];
    const last = points.at(-1);
    if (last?.[1] !== figure.value) changes.push({ figure: label, from: last?.[1] ?? null, to: figure.value });
    const moment = time === null ? updated : String(time);
    const earlier = last?.[0] === moment ? points.slice(0, -1) : points;
    // Moved to the end: what was not seen for longest is the first to be forgotten.
    history.delete(figure.id);
    history.set(figure.id, [...earlier, [moment, figure.value] as const].slice(-kept));
  }
  const state: PageState = {
    kind: "aiecs.dashboard",
    version: 1,
    title,
    updated,
    updates: (before?.updates ?? 0) + (isRepeated ? 0 : 1),
    key,
    panels,
    history: Object.fromEntries([...history].slice(-maxHistories)),
  };
  return { state, changes };
}

type Shown = { readonly figure: Figure; readonly label: string; readonly time: string | number | null };

/** All figures of a page; where it has several panels, each is named with its panel. */
function* figuresOf(panels: readonly Panel[]): Generator<Shown> {
  for (const { title, figures, time } of panels) {
    const prefix = panels.length === 1 ? "" : `${title} · `;
    for (const figure of figures) yield { figure, label: prefix + figure.label, time };
  }
}
