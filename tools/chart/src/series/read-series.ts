import type { Table } from "@aiecs/core/toolkit";
import { counted } from "#wording/numbers.ts";
import { headingOf } from "#wording/words.ts";
import { pointsByCategory } from "./category-points.ts";
import type { XColumn, YColumn } from "./choose-columns.ts";
import type { Aggregation } from "./groups.ts";
import { measureOf, readValues } from "./measure.ts";
import { pointsAlongNumber, pointsInTime } from "./ordered-points.ts";
import type { Axis, Point, Series } from "./series.ts";
import { readTimes, type Times } from "./time-axis.ts";

export type SeriesRequest = {
  readonly x: XColumn;
  readonly y: YColumn;
  readonly aggregation: Aggregation;
  /** What columns are called in headings, where that is not their name. */
  readonly aliases?: ReadonlyMap<string, string> | undefined;
  readonly isExcerpt?: boolean | undefined;
  /** Points along time or a number. */
  readonly maxPoints: number;
  /** Categories, the rest among them. */
  readonly maxCategories: number;
};

/** Reads two columns and gathers their rows into points that can be told apart by eye. Every row is read, none is sampled. */
export async function readSeries(table: Table, request: SeriesRequest): Promise<Series> {
  const measure = measureOf(request.y, request.y.kind === "column" ? request.aliases?.get(request.y.name) : undefined);
  const values = await readValues(table, request.y);
  const { axis, points, rows, notes, unaggregated = rows === points.length } = await readPoints(table, values, request);
  const left = table.rows - rows;
  const missing = [request.x.kind === "position" ? undefined : request.x.name, measure.name].filter(
    (name) => name !== undefined && name !== null,
  );
  const computed =
    request.y.kind === "product" ? [`The amount is ${measure.name}, since the data has no amount column.`] : [];
  const leftOut =
    left > 0 ? [`${counted(left, "row")} without ${missing.join(" or ")} ${left === 1 ? "is" : "are"} left out.`] : [];
  return {
    axis,
    x: {
      name: request.x.kind === "position" ? null : request.x.name,
      heading:
        request.x.kind === "position" ? "Row" : headingOf(request.aliases?.get(request.x.name) ?? request.x.name),
    },
    y: measure,
    aggregation: request.aggregation,
    points,
    rows: table.rows,
    rowsDrawn: rows,
    unaggregated,
    isExcerpt: request.isExcerpt ?? false,
    notes: [...computed, ...notes, ...leftOut],
  };
}

type Points = {
  readonly axis: Axis;
  readonly points: readonly Point[];
  readonly rows: number;
  readonly notes: readonly string[];
  readonly unaggregated?: boolean;
};

async function readPoints(table: Table, values: Float64Array | undefined, request: SeriesRequest): Promise<Points> {
  const { x, aggregation, maxPoints, maxCategories } = request;
  if (x.kind === "category") {
    return {
      axis: { kind: "category" },
      ...pointsByCategory(await table.column(x.name), values, aggregation, maxCategories),
    };
  }
  if (x.kind === "time") {
    const times = await readTimes(table, x.name);
    return await markUnfinished(table, times, pointsInTime(times, values, aggregation, maxPoints));
  }
  const positions =
    x.kind === "number" ? await table.column(x.name) : Float64Array.from({ length: table.rows }, (_, row) => row + 1);
  return pointsAlongNumber(Float64Array.from(positions, Number), values, aggregation, maxPoints);
}

/** A table of totals may say itself, in a column `full`, which of its periods the data do not cover to their end. */
async function markUnfinished(table: Table, { moments }: Times, gathered: Points): Promise<Points> {
  if (!table.schema.some(({ name, type }) => name === "full" && type === "boolean")) return gathered;
  const full = await table.column("full");
  const unfinished = new Set(moments.filter((_, row) => full[row] === false));
  const points = gathered.points.map((point) =>
    unfinished.has(point.x) && point.rows === 1 ? { ...point, partial: true as const } : point,
  );
  const labels = points.filter(({ partial }) => partial).map(({ label }) => label);
  const note = labels.length === 0 ? [] : [`The data do not reach to the end of ${labels.join(", ")}.`];
  return { ...gathered, points, notes: [...gathered.notes, ...note] };
}
