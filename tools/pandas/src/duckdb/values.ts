import type { SqlType } from "./sql.ts";

const dayMs = 86_400_000;

/** A value that DuckDB returned as it stands in a record: JSON, with ISO 8601 dates and text for integers beyond 2^53. */
export function toRecordValue(value: unknown, type: SqlType): unknown {
  if (value === null || value === undefined) return null;
  switch (type) {
    case "BIGINT":
    case "HUGEINT":
      return typeof value === "bigint" ? fromBigInt(value) : value;
    case "DOUBLE":
      return typeof value === "number" && Number.isFinite(value) ? value : null;
    case "DATE":
      return isObject(value) && typeof value.days === "number" ? isoDate(value.days) : null;
    case "TIMESTAMP":
    case "TIMESTAMPTZ":
      return isObject(value) && typeof value.micros === "bigint" ? isoMoment(value.micros, type) : null;
    case "JSON":
      return typeof value === "string" ? fromJson(value) : null;
    default:
      return value;
  }
}

/** An integer as a number, or as text where a double could not hold it. */
export function fromBigInt(value: bigint): number | string {
  const asNumber = Number(value);
  return Number.isSafeInteger(asNumber) ? asNumber : value.toString();
}

/** DuckDB knows dates beyond what JavaScript can hold; they become null. */
function isoDate(days: number): string | null {
  const date = new Date(days * dayMs);
  return Number.isNaN(date.getTime()) ? null : date.toISOString().replace(/T.*/, "");
}

function isoMoment(micros: bigint, type: SqlType): string | null {
  const below = ((micros % 1000n) + 1000n) % 1000n;
  const date = new Date(Number((micros - below) / 1000n));
  if (Number.isNaN(date.getTime())) return null;
  const text = date.toISOString().slice(0, -1);
  const fraction = below > 0n ? below.toString().padStart(3, "0") : "";
  const trimmed = fraction === "" && text.endsWith(".000") ? text.slice(0, -4) : text + fraction;
  return type === "TIMESTAMPTZ" ? `${trimmed}Z` : trimmed;
}

/** Nested values of Parquet files may hold NaN, which is no JSON: such a value is shown as text. */
function fromJson(text: string): unknown {
  try {
    return freezeDeep(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

function freezeDeep(value: unknown): unknown {
  if (!isObject(value)) return value;
  for (const inner of Object.values(value)) freezeDeep(inner);
  return Object.freeze(value);
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null;
}
