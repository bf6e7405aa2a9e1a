import type { Aggregation } from "./groups.ts";
import type { Measure } from "./measure.ts";
import type { PeriodUnit } from "./periods.ts";

/** One mark of a chart. `x` is a moment (milliseconds since 1970) or number on an ordered axis, else the place in the list. */
export type Point = {
  readonly x: number;
  readonly label: string;
  readonly value: number;
  /** How many rows of the table stand behind it. */
  readonly rows: number;
  /** The period is cut short by the end of the data: not to be compared with its neighbours. */
  readonly partial?: true;
  /** Stands for several smaller groups together. */
  readonly rest?: true;
};

export type Axis =
  | { readonly kind: "time"; readonly unit: PeriodUnit }
  | { readonly kind: "number" }
  | { readonly kind: "category" };

/** What is drawn: few enough points to see, and what was done to the rows to get them. */
export type Series = {
  readonly axis: Axis;
  readonly x: { readonly name: string | null; readonly heading: string };
  readonly y: Measure;
  readonly aggregation: Aggregation;
  readonly points: readonly Point[];
  /** Rows of the table, and how many of them are in the points. */
  readonly rows: number;
  readonly rowsDrawn: number;
  /** Every group has one row: the values are the table's own. */
  readonly unaggregated: boolean;
  /** The rows are only the first of more, as in a list of top products: they are no whole that adds up. */
  readonly isExcerpt: boolean;
  /** What a reader has to know: what was left out, merged or computed. */
  readonly notes: readonly string[];
};
