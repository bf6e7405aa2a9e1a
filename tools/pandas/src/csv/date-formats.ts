import { type SqlType, textSql } from "#duckdb/sql.ts";
import type { ColumnFormat } from "./column-format.ts";

const day = "[0-9]{1,2}";
const year = "[0-9]{4}";
const iso = `${year}-[0-9]{2}-[0-9]{2}`;
const clock = "[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?";

const isoDate: ColumnFormat = {
  name: "YYYY-MM-DD",
  type: "DATE",
  shape: new RegExp(`^${iso}$`),
  value: (text) => `CASE WHEN strlen(${text}) = 10 THEN TRY_CAST(${text} AS DATE) END`,
};

const moment: ColumnFormat = {
  name: "YYYY-MM-DD hh:mm",
  type: "TIMESTAMP",
  shape: new RegExp(`^${iso}[T ]${clock}$`),
  value: (text) => whenShaped(text, moment.shape, `TRY_CAST(${text} AS TIMESTAMP)`),
};

/** DuckDB wants seconds before an offset. */
const zonedMoment: ColumnFormat = {
  name: "YYYY-MM-DD hh:mm with offset",
  type: "TIMESTAMPTZ",
  shape: new RegExp(`^${iso}[T ]${clock}(Z|[+-][0-9]{2}(:?[0-9]{2})?)$`),
  value: (text) => {
    const seconds = `regexp_replace(${text}, '([T ][0-9]{2}:[0-9]{2})(Z|[+-])', '\\1:00\\2')`;
    return whenShaped(text, zonedMoment.shape, `TRY_CAST(${seconds} AS TIMESTAMPTZ)`);
  },
};

type Written = {
  readonly name: string;
  /** What it looks like, and the pattern that reads it. */
  readonly body: string;
  readonly pattern: string;
  readonly dayFirst?: boolean;
};

const numericDates: readonly Written[] = [
  { name: "YYYY/MM/DD", body: `${year}/${day}/${day}`, pattern: "%Y/%m/%d" },
  ...["/", "-", "."].flatMap((mark) => [
    { ...written(["DD", "MM", "YYYY"], ["%d", "%m", "%Y"], mark), dayFirst: true },
    { ...written(["MM", "DD", "YYYY"], ["%m", "%d", "%Y"], mark), dayFirst: false },
  ]),
];

const namedDates: readonly Written[] = [
  { name: "DD Mon YYYY", body: `${day} [A-Za-z]{3} ${year}`, pattern: "%d %b %Y" },
  { name: "DD-Mon-YYYY", body: `${day}-[A-Za-z]{3}-${year}`, pattern: "%d-%b-%Y" },
  { name: "Mon DD YYYY", body: `[A-Za-z]{3} ${day} ${year}`, pattern: "%b %d %Y" },
  { name: "Mon DD, YYYY", body: `[A-Za-z]{3} ${day}, ${year}`, pattern: "%b %d, %Y" },
  { name: "DD Month YYYY", body: `${day} [A-Za-z]{3,9} ${year}`, pattern: "%d %B %Y" },
  { name: "Month DD, YYYY", body: `[A-Za-z]{3,9} ${day}, ${year}`, pattern: "%B %d, %Y" },
];

const clocks: readonly Written[] = [
  { name: "hh:mm", body: "[0-9]{1,2}:[0-9]{2}", pattern: "%H:%M" },
  { name: "hh:mm:ss", body: "[0-9]{1,2}:[0-9]{2}:[0-9]{2}", pattern: "%H:%M:%S" },
];

export const dateFormats: readonly ColumnFormat[] = [
  isoDate,
  ...[...numericDates, ...namedDates].map((date) => toFormat(date, "DATE")),
];

export const momentFormats: readonly ColumnFormat[] = [
  moment,
  zonedMoment,
  ...numericDates.flatMap((date) => clocks.map((time) => toFormat(join(date, time), "TIMESTAMP"))),
];

/** Whether some of the formats that fit read the day first and others the month. */
export function confusesDayAndMonth(formats: readonly ColumnFormat[]): boolean {
  return formats.some(({ dayFirst }) => dayFirst === true) && formats.some(({ dayFirst }) => dayFirst === false);
}

function written(names: readonly string[], patterns: readonly string[], mark: string): Written {
  const bodies = names.map((name) => (name === "YYYY" ? year : day));
  return { name: names.join(mark), body: bodies.join(`[${mark}]`), pattern: patterns.join(mark) };
}

function join(date: Written, time: Written): Written {
  return {
    ...date,
    name: `${date.name} ${time.name}`,
    body: `${date.body} ${time.body}`,
    pattern: `${date.pattern} ${time.pattern}`,
  };
}

function toFormat({ name, body, pattern, dayFirst }: Written, type: SqlType): ColumnFormat {
  const shape = new RegExp(`^${body}$`);
  const read = (text: string): string => `CAST(try_strptime(${text}, ${textSql(pattern)}) AS ${type})`;
  const format = { name, type, shape, value: (text: string) => whenShaped(text, shape, read(text)) };
  return dayFirst === undefined ? format : { ...format, dayFirst };
}

function whenShaped(text: string, shape: RegExp, value: string): string {
  return `CASE WHEN regexp_matches(${text}, ${textSql(shape.source)}) THEN ${value} END`;
}
