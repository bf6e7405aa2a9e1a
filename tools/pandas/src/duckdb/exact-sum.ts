import type { Session } from "./session.ts";

/**
 * Sums of doubles depend on the order of adding, and threads add in no fixed order. So doubles are added as integers, in
 * units of a power of two that is small enough to lose nothing that a double could show.
 */
export type ExactSum = {
  /** SQL of the sum; null where there is nothing to add. */
  readonly sum: string;
  /** SQL of the mean. */
  readonly mean: string;
};

/** HUGEINT has 127 bits: 100 for the largest value, and 27 for how often it may be added. */
const valueBits = 100;

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
  const sum = `CAST(sum(CAST(CAST(${expression} AS DOUBLE) * ${unit} AS HUGEINT)) AS DOUBLE) / ${unit}`;
  return { sum, mean: `${sum} / count(${expression})` };
}
