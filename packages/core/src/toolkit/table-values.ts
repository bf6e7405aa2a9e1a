import { ValidationError } from "#contracts/errors.ts";
import type { ColumnType } from "#contracts/table.ts";

/** A value as it stands in a record: JSON, nested values frozen. */
export type TableValue = string | number | boolean | null | object;

/** Every type a column can have. */
export const columnTypes: readonly ColumnType[] = [
  "string",
  "integer",
  "number",
  "boolean",
  "date",
  "datetime",
  "other",
];

const datePattern = /^\d{4}-\d{2}-\d{2}$/;
const momentPattern = /^(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$/;
const integerPattern = /^-?\d+$/;

/** Any value as JSON: null for NaN and infinities, ISO 8601 text for dates, text for integers beyond 2^53. */
export function toTableValue(value: unknown): TableValue {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) ? value : null;
    case "bigint":
      return fromBigInt(value);
    case "object":
      if (value === null) return null;
      if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
      return toNestedValue(value);
    default:
      return null;
  }
}

/** The type that every value of a column has; "string" for a column of nothing but nulls. */
export function inferColumnType(values: readonly TableValue[]): ColumnType {
  let found: ColumnType | undefined;
  for (const value of values) {
    if (value === null) continue;
    found = found === undefined ? typeOfValue(value) : commonType(found, typeOfValue(value));
    if (found === "other") break;
  }
  return found ?? "string";
}

/** Whether a column of such values may carry a type that was told rather than inferred. */
export function fitsColumnType(type: ColumnType, values: readonly TableValue[]): boolean {
  return values.every((value) => value === null || fits(type, value));
}

function fits(type: ColumnType, value: string | number | boolean | object): boolean {
  if (type === "other") return true;
  if (type === "string") return typeof value === "string";
  if (type === "integer" && typeof value === "string") return integerPattern.test(value);
  const own = typeOfValue(value);
  return own === type || (type === "number" && own === "integer");
}

/** A moment of a date or datetime column in milliseconds since 1970; without an offset it is taken as UTC. */
export function momentOf(text: string): number {
  if (datePattern.test(text)) return Date.parse(text);
  const match = momentPattern.exec(text);
  if (match === null) return Number.NaN;
  const iso = text.replace(" ", "T");
  return Date.parse(match[2] === undefined ? `${iso}Z` : iso);
}

function typeOfValue(value: string | number | boolean | object): ColumnType {
  if (typeof value === "number") return Number.isSafeInteger(value) ? "integer" : "number";
  if (typeof value === "boolean") return "boolean";
  if (typeof value === "object") return "other";
  if (datePattern.test(value)) return isCalendarDate(value) ? "date" : "string";
  const moment = momentPattern.exec(value);
  return moment?.[1] !== undefined && isCalendarDate(moment[1]) && !Number.isNaN(momentOf(value))
    ? "datetime"
    : "string";
}

function commonType(one: ColumnType, other: ColumnType): ColumnType {
  if (one === other) return one;
  if (one === "other" || other === "other") return "other";
  const numeric = (type: ColumnType): boolean => type === "integer" || type === "number";
  return numeric(one) && numeric(other) ? "number" : "string";
}

/** Date.parse takes 30 February for 1 March. */
function isCalendarDate(text: string): boolean {
  const moment = Date.parse(text);
  return !Number.isNaN(moment) && new Date(moment).toISOString().startsWith(text);
}

function fromBigInt(value: bigint): number | string {
  const asNumber = Number(value);
  return Number.isSafeInteger(asNumber) ? asNumber : value.toString();
}

function toNestedValue(value: object): TableValue {
  let text: string | undefined;
  try {
    text = JSON.stringify(value, (_key, inner: unknown) => (typeof inner === "bigint" ? fromBigInt(inner) : inner));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ValidationError(`Invalid value in a table: expected JSON data, but ${reason}`, { cause: error });
  }
  return text === undefined ? null : freezeDeep(JSON.parse(text));
}

function freezeDeep(value: TableValue): TableValue {
  if (typeof value !== "object" || value === null) return value;
  for (const inner of Object.values(value)) freezeDeep(inner);
  return Object.freeze(value);
}
