import { setImmediate } from "node:timers/promises";
import { ValidationError } from "@aiecs/core/toolkit";
import { type LineCursor, peek, takeName } from "./line-cursor.ts";
import { type MetricSample, untyped } from "./metric-sample.ts";
import { metricTypes, typeOfSample } from "./metric-types.ts";
import { parseSampleLine, type TimestampUnit } from "./parse-sample-line.ts";

export type ExpositionOptions = {
  /** Names the page in errors. */
  readonly source: string;
  /** @default "ms" */
  readonly timestampUnit?: TimestampUnit;
  readonly signal?: AbortSignal;
};

/** How many lines are read before others have their turn: some milliseconds. */
const linesAtOnce = 2_000;
const excerptLength = 80;

/**
 * Reads a page in the Prometheus text exposition format (0.0.4, and OpenMetrics, which is close to it).
 *
 * @throws E001 naming the first line that is malformed, what was expected there and what came
 */
export async function parseExposition(text: string, options: ExpositionOptions): Promise<MetricSample[]> {
  const { source, timestampUnit = "ms", signal } = options;
  const page = createPage(timestampUnit);
  let number = 0;
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf("\n", start);
    const end = found === -1 ? text.length : found;
    const line = text.slice(start, end).trim();
    start = end + 1;
    number += 1;
    try {
      page.readLine(line);
    } catch (error) {
      throw lineError(error, { source, number, line });
    }
    if (number % linesAtOnce === 0) await setImmediate();
    signal?.throwIfAborted();
  }
  return page.samples;
}

/** The samples of the lines read so far, and what the lines say of those to come. */
function createPage(unit: TimestampUnit) {
  const samples: MetricSample[] = [];
  const types = new Map<string, string>();
  const sampled = new Map<string, string>();
  const readLine = (line: string): void => {
    if (line === "") return;
    if (line.startsWith("#")) {
      const declared = parseTypeLine(line);
      if (declared === undefined) return;
      const [name, type] = declared;
      if (types.has(name)) throw new SyntaxError(`expected one TYPE of ${name}, received a second`);
      if (sampled.has(name)) throw new SyntaxError(`expected TYPE of ${name} before its samples, received it after`);
      types.set(name, type);
      return;
    }
    const sample = parseSampleLine(line, unit);
    let type = sampled.get(sample.name);
    if (type === undefined) sampled.set(sample.name, (type = typeOfSample(sample.name, types) ?? untyped));
    samples.push({ ...sample, type });
  };
  return { samples, readLine };
}

/** Name and type that a TYPE line declares; undefined for every other comment. */
function parseTypeLine(line: string): readonly [string, string] | undefined {
  const [keyword = ""] = /^#[ \t]*[A-Z]+(?=[ \t]|$)/.exec(line) ?? [];
  const isHelp = /^#[ \t]*HELP$/.test(keyword);
  if (!isHelp && !keyword.endsWith("TYPE")) return undefined;
  const cursor: LineCursor = { line, at: keyword.length };
  peek(cursor);
  const name = takeName(cursor, "metric");
  if (isHelp) return undefined;
  peek(cursor);
  const type = line.slice(cursor.at);
  if (metricTypes.includes(type)) return [name, type];
  throw new SyntaxError(`expected one of ${metricTypes.join(", ")}, received ${JSON.stringify(type)}`);
}

function lineError(
  error: unknown,
  { source, number, line }: { readonly source: string; readonly number: number; readonly line: string },
): unknown {
  if (!(error instanceof SyntaxError)) return error;
  const excerpt = line.length > excerptLength ? `${line.slice(0, excerptLength)}…` : line;
  return new ValidationError(`${source}, line ${number}: ${error.message}, in: ${excerpt}`, {
    cause: error,
    details: { line: number },
  });
}
