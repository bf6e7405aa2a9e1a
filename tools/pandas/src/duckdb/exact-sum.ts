import type { Session } from "./session.ts";

/**
 * Sums of doubles depend on the order of adding, and threads add in no fixed order. So doubles are added as integers, in
 * units of a power of two: the largest value then has 62 bits, nine more than a double shows.
 */
export type ExactSum = {
  /** SQL of the sum; null where there is nothing to add. */
  readonly sum: string;
  /** SQL of the mean. */
  readonly mean: string;
};

const valueBits = 62;

/** Units of 2^-1000 at least, so that the unit itself is a double: values below 1e-280 may be lost. */
const maxExponent = 1_000;

/** Prepares the exact sums of expressions over a table, or a query in brackets. */
export async function prepareSums(
  session: Session,
  relation: string,
  expressions: readonly string[],
): Promise<readonly ExactSum[]> {
  if (expressions.length === 0) return [];
  const largest = expressions.map((expression) => `max(abs(CAST(${expression} AS DOUBLE)))`);
  const found = await session.row(`SELECT ${largest.join(", ")} FROM ${relation}`);
  return expressions.map((expression, at) => toSum(expression, Number(found[at] ?? 0)));
}

function toSum(expression: string, largest: number): ExactSum {
  const exponent = largest === 0 ? 0 : Math.min(valueBits - 1 - Math.floor(Math.log2(largest)), maxExponent);
  const unit = `CAST('${2 ** exponent}' AS DOUBLE)`;
  const sum = `CAST(sum(CAST(CAST(${expression} AS DOUBLE) * ${unit} AS BIGINT)) AS DOUBLE) / ${unit}`;
  return { sum, mean: `${sum} / count(${expression})` };
}
