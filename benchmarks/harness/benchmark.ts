import type { Figures } from "./figures.ts";

/** A floor is the least that the work can cost; a peer is another library doing it. */
export type Kind = "floor" | "ours" | "peer";

/** One thing that is measured, each time in a fresh process. */
export type Item = {
  readonly name: string;
  readonly kind: Kind;
  /** The module whose `create` makes what is measured. */
  readonly module: URL;
  /** Handed to `create` and to the measurement, over the benchmark's own. */
  readonly settings?: Settings;
  /** Packages it needs; where one is not installed, the item is left out. */
  readonly needs?: readonly string[];
  /** Measured in full runs only, although no peer: it takes too long, or too much, for a brief one. */
  readonly fullOnly?: boolean;
};

/** Numbers and words that reach the item's process as JSON. */
export type Settings = { readonly [name: string]: string | number | boolean | readonly string[] };

export type Column = {
  readonly title: string;
  readonly figure: string;
  /** Shows the least and the greatest of all rounds beside the median. */
  readonly range?: boolean;
};

/** What an item came to: the median of each figure, and every round. */
export type Row = {
  readonly name: string;
  readonly kind: Kind;
  readonly figures: Figures;
  readonly rounds: readonly Figures[];
};

export type Goal = {
  readonly text: string;
  /** Undefined where what it needs was left out. */
  readonly value: number | undefined;
  readonly limit: number;
  /** Whether more is better. @default false */
  readonly atLeast?: boolean;
};

/** One question and the items that answer it. */
export type Benchmark = {
  /** The requirement it measures. */
  readonly id: string;
  readonly title: string;
  readonly items: readonly Item[];
  /** The module whose `measure` runs in the item's process. */
  readonly measure: URL;
  /** Handed to every item. */
  readonly settings: (brief: boolean) => Settings;
  readonly columns: readonly Column[];
  /** Judged in full runs only. */
  readonly goals: (rows: Rows) => readonly Goal[];
  /** @default 3 */
  readonly rounds?: number;
};

/** The rows of a table, found by name. */
export class Rows {
  readonly all: readonly Row[];

  constructor(all: readonly Row[]) {
    this.all = all;
  }

  /** A figure of a row; undefined where the row was left out. */
  figure(name: string, figure: string): number | undefined {
    return this.all.find((row) => row.name === name)?.figures[figure];
  }

  /** How many times one row's figure is another's; undefined where one is missing. */
  ratio(name: string, other: string, figure: string): number | undefined {
    const [above, below] = [this.figure(name, figure), this.figure(other, figure)];
    return above === undefined || below === undefined ? undefined : above / below;
  }
}
