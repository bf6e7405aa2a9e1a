import { type LineCursor, peek, take, takeName, takeQuoted, unexpected } from "./line-cursor.ts";
import { isMoment, specialNumber } from "./metric-sample.ts";

/** What one line of the exposition format says. */
export type SampleLine = {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  readonly timestampMs: number | null;
};

/** Timestamps of the text format are whole milliseconds, those of OpenMetrics seconds. */
export type TimestampUnit = "ms" | "s";

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const integer = /^[+-]?\d+$/;

/**
 * Reads `name{label="value"} value timestamp`; an exemplar (`# {…} …`) at the end is passed over.
 *
 * @throws SyntaxError saying what was expected and what came
 */
export function parseSampleLine(line: string, unit: TimestampUnit): SampleLine {
  const cursor: LineCursor = { line, at: 0 };
  let name = peek(cursor) === "{" ? undefined : takeName(cursor, "metric");
  const labels: [string, string][] = [];
  if (peek(cursor) === "{") name = takeLabels(cursor, name, labels);
  if (name === undefined) throw unexpected(cursor, "the name of a metric");
  const before = line[cursor.at - 1] ?? "";
  if (cursor.at < line.length && !"} \t".includes(before)) throw unexpected(cursor, "a blank");
  const rest = line.slice(cursor.at);
  const exemplar = rest.indexOf("#");
  const words = (exemplar === -1 ? rest : rest.slice(0, exemplar)).split(/[ \t]+/).filter((word) => word !== "");
  const [value, timestamp, ...more] = words;
  if (value === undefined) throw new SyntaxError("expected a value, received the end of the line");
  if (more.length > 0) throw new SyntaxError(`expected the end of the line, received ${JSON.stringify(more[0])}`);
  return {
    name,
    // Unlike an assignment this makes `__proto__` a property like any other.
    labels: Object.fromEntries(labels),
    value: parseValue(value),
    timestampMs: timestamp === undefined ? null : parseTimestamp(timestamp, unit),
  };
}

/** Fills in the labels. Returns the name, which stands among them when it is quoted. */
function takeLabels(cursor: LineCursor, before: string | undefined, labels: [string, string][]): string | undefined {
  let name = before;
  const seen = new Set<string>();
  take(cursor, "{");
  while (peek(cursor) !== "}") {
    const isQuoted = peek(cursor) === '"';
    const label = takeName(cursor, "label");
    if (isQuoted && name === undefined && peek(cursor) !== "=") {
      name = label;
    } else {
      take(cursor, "=");
      peek(cursor);
      labels.push([label, takeQuoted(cursor)]);
      if (seen.has(label)) throw new SyntaxError(`expected each label once, received ${label} twice`);
      seen.add(label);
    }
    if (peek(cursor) === ",") cursor.at += 1;
    else if (peek(cursor) !== "}") throw unexpected(cursor, ", or }");
  }
  cursor.at += 1;
  return name;
}

function parseValue(word: string): number {
  const special = specialNumber(word);
  if (special !== undefined) return special;
  const value = decimal.test(word) ? Number(word) : Number.NaN;
  if (Number.isFinite(value)) return value;
  throw new SyntaxError(`expected a number as value, received ${JSON.stringify(word)}`);
}

function parseTimestamp(word: string, unit: TimestampUnit): number {
  const isNumber = unit === "ms" ? integer.test(word) : decimal.test(word);
  const ms = Math.round(Number(word) * (unit === "ms" ? 1 : 1000));
  if (isNumber && isMoment(ms)) return ms;
  const expected = unit === "ms" ? "whole milliseconds" : "seconds";
  throw new SyntaxError(`expected a timestamp in ${expected}, received ${JSON.stringify(word)}`);
}
