import { type Table, type TableColumn, ValidationError } from "@aiecs/core/toolkit";
import { median } from "#numbers/select.ts";
import { timeRank } from "./column-names.ts";
import { momentFromNumber, parseMoment } from "./parse-moment.ts";
import type { TimeKind } from "./series.ts";

/** Numbers that are no moments are an axis under these names only: a `response_time` is a measurement. */
const plainAxes: ReadonlySet<string> = new Set(["time", "timestamp", "ts", "t"]);

export type Times = { readonly column: string; readonly kind: TimeKind; readonly values: Float64Array };

/** The times of a table's rows (NaN where there is none), from the column named, or from the one that looks most like it. @throws E001 */
export async function readTimes(table: Table, named: string | undefined): Promise<Times | null> {
  if (named !== undefined) {
    const column = table.schema.find(({ name }) => name === named);
    const times = await timesOf(table, named, column?.type ?? "other");
    if (times !== null) return times;
    throw new ValidationError(
      `Invalid time_column: expected dates, moments or numbers in ${JSON.stringify(named)}, which is a column of type ${column?.type}`,
    );
  }
  const candidates = table.schema.filter((column) => looksLikeTime(column, table)).sort(byPlausibility);
  for (const { name, type } of candidates) {
    const times = await timesOf(table, name, type);
    if (times !== null && (times.kind !== "number" || plainAxes.has(name.toLowerCase()))) return times;
  }
  return null;
}

function looksLikeTime({ name, type }: TableColumn, table: Table): boolean {
  if (type === "date" || type === "datetime") return true;
  if (type === "integer" || type === "number") return Number.isFinite(timeRank(name));
  if (type !== "string") return false;
  const texts = table.data.flatMap((record) => (typeof record[name] === "string" ? [record[name]] : []));
  return texts.length > 0 && texts.every((text) => !Number.isNaN(parseMoment(text)));
}

function byPlausibility(a: TableColumn, b: TableColumn): number {
  const order = (type: string) => (type === "date" || type === "datetime" ? 0 : type === "string" ? 1 : 2);
  return order(a.type) - order(b.type) || Math.min(timeRank(a.name), 1e6) - Math.min(timeRank(b.name), 1e6);
}

async function timesOf(table: Table, name: string, type: TableColumn["type"]): Promise<Times | null> {
  const values = await table.column(name);
  if (!(values instanceof Float64Array)) {
    if (type !== "string") return null;
    const moments = Float64Array.from(values, (text) => (typeof text === "string" ? parseMoment(text) : Number.NaN));
    return moments.some(Number.isFinite) ? { column: name, kind: kindOf(moments), values: moments } : null;
  }
  const known = values.filter(Number.isFinite);
  if (known.length === 0) return null;
  if (type === "date" || type === "datetime") {
    return { column: name, kind: type === "date" ? "date" : "moment", values };
  }
  const toMoment = momentFromNumber(median(known), name);
  if (toMoment === null) return { column: name, kind: "number", values };
  const moments = values.map(toMoment);
  return { column: name, kind: kindOf(moments), values: moments };
}

const day = 86_400_000;

function kindOf(moments: Float64Array): TimeKind {
  return moments.every((moment) => Number.isNaN(moment) || moment % day === 0) ? "date" : "moment";
}
