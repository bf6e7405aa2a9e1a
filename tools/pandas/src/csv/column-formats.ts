import type { SqlType } from "#duckdb/sql.ts";
import type { Dtype } from "#schemas/words.ts";
import type { ColumnFormat } from "./column-format.ts";
import { dateFormats, momentFormats } from "./date-formats.ts";

const integerShape = /^-?(0|[1-9]\d*)$/;
const numberShape = /^-?(?=[.]?\d)(0|[1-9]\d*)?([.]\d*)?([eE][+-]?\d+)?$/;
const specialWords = ["nan", "inf", "infinity"];

const booleanFormat: ColumnFormat = {
  name: "true/false",
  type: "BOOLEAN",
  shape: /^(true|false)$/i,
  value: (text) => `CASE lower(${text}) WHEN 'true' THEN true WHEN 'false' THEN false END`,
};

/** Written back it is the same text: no leading zeros, no plus sign, no fraction that casting would round away. */
const integerFormat: ColumnFormat = {
  name: "integer",
  type: "BIGINT",
  shape: integerShape,
  value: (text) => castBack(text, "BIGINT"),
};

const bigIntegerFormat: ColumnFormat = {
  ...integerFormat,
  type: "HUGEINT",
  value: (text) => castBack(text, "HUGEINT"),
};

/**
 * Leading zeros and plus signs make an identifier rather than a number; underscores are the database's own liberty. Texts
 * that begin with 1 to 9 sort behind "0:", which spares them the comparisons.
 */
const numberFormat: ColumnFormat = {
  name: "number",
  type: "DOUBLE",
  shape: numberShape,
  value: (text) => {
    const number = `TRY_CAST(${text} AS DOUBLE)`;
    const between = (low: string, high: string): string => `(${text} >= '${low}' AND ${text} < '${high}')`;
    const identifier = [between("00", "0:"), between("-00", "-0:"), between("+", ",")].join(" OR ");
    return (
      `CASE WHEN isfinite(${number}) AND NOT contains(${text}, '_')` +
      ` THEN CASE WHEN ${text} >= '0:' THEN ${number} WHEN NOT (${identifier}) THEN ${number} END END`
    );
  },
};

/** Numbers among which some are NaN or infinite. Apart from plain numbers, since those values become null. */
const specialNumberFormat: ColumnFormat = {
  name: "number",
  type: "DOUBLE",
  shape: new RegExp(`${numberShape.source}|^[+-]?(${specialWords.join("|")})$`, "i"),
  value: (text) => `CASE WHEN ${isSpecial(text)} THEN 'NaN' ELSE ${numberFormat.value(text)} END`,
  lossy: true,
};

/** Every format, the narrower before the wider. */
const columnFormats: readonly ColumnFormat[] = [
  booleanFormat,
  integerFormat,
  bigIntegerFormat,
  numberFormat,
  specialNumberFormat,
  ...dateFormats,
  ...momentFormats,
];

/** What a column may be that was told to be of a type: a little more liberal, since nothing has to be guessed. */
const toldFormats: { readonly [D in Dtype]: readonly ColumnFormat[] } = {
  string: [],
  integer: (["BIGINT", "HUGEINT"] as const).map((type) => ({
    ...integerFormat,
    type,
    shape: /^[+-]?\d+([.]0*)?$/,
    value: (text) => `CASE WHEN regexp_matches(${text}, '^[+-]?[0-9]+([.]0*)?$') THEN TRY_CAST(${text} AS ${type}) END`,
  })),
  number: [
    {
      ...specialNumberFormat,
      shape: /./s,
      value: (text) => `CASE WHEN ${isSpecial(text)} THEN 'NaN' ELSE TRY_CAST(${text} AS DOUBLE) END`,
    },
  ],
  boolean: [
    {
      ...booleanFormat,
      shape: /^(true|t|yes|y|1|false|f|no|n|0)$/i,
      value: (text) =>
        `CASE WHEN lower(${text}) IN ('true', 't', 'yes', 'y', '1') THEN true` +
        ` WHEN lower(${text}) IN ('false', 'f', 'no', 'n', '0') THEN false END`,
    },
  ],
  date: dateFormats,
  datetime: [...momentFormats, ...dateFormats.map((format): ColumnFormat => ({ ...format, type: "TIMESTAMP" }))],
};

/** The formats in which all values of a sample could be written; undefined when the sample holds none. */
export function guessFormats(
  values: readonly string[],
  told: Dtype | undefined,
  among: readonly ColumnFormat[] = columnFormats,
): readonly ColumnFormat[] | undefined {
  if (values.length === 0) return told === "string" ? [] : undefined;
  const formats = told === undefined ? among : formatsOf(told);
  return formats.filter(({ shape }) => values.every((value) => shape.test(value)));
}

/** All formats of columns that were told to be of a type. */
export function formatsOf(told: Dtype): readonly ColumnFormat[] {
  return toldFormats[told];
}

function castBack(text: string, type: SqlType): string {
  return `CASE WHEN CAST(TRY_CAST(${text} AS ${type}) AS VARCHAR) = ${text} THEN TRY_CAST(${text} AS ${type}) END`;
}

function isSpecial(text: string): string {
  return `lower(ltrim(${text}, '+-')) IN (${specialWords.map((word) => `'${word}'`).join(", ")})`;
}
