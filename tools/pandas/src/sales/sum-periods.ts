import type { Session } from "#duckdb/session.ts";
import { textSql } from "#duckdb/sql.ts";
import type { Period } from "#schemas/words.ts";
import { type Growth, growthOf, type PeriodTotal } from "./growth.ts";
import { round } from "./round.ts";

const labels: { readonly [P in Period]: (start: string) => string } = {
  day: (start) => `strftime(${start}, '%Y-%m-%d')`,
  week: (start) => `strftime(${start}, '%G-W%V')`,
  month: (start) => `strftime(${start}, '%Y-%m')`,
  quarter: (start) => `concat(year(${start}), '-Q', quarter(${start}))`,
  year: (start) => `strftime(${start}, '%Y')`,
};

/** The share of gaps between days of sale that are not longer than the one taken as usual. */
const usualGap = 0.9;

export type PeriodsRequest = {
  /** A query in brackets with the columns day, amount, quantity. */
  readonly sales: string;
  readonly period: Period;
  /** SQL of the sums of amounts and quantities. */
  readonly total: string;
  readonly quantity: string;
};

/**
 * Sums sales by period. A period counts as full when the next day of sale, by the usual gap between such days, would
 * fall into the one after it.
 */
export async function sumPeriods(
  session: Session,
  { sales, period, total, quantity }: PeriodsRequest,
): Promise<Growth & { readonly by_period: readonly PeriodTotal[] }> {
  const [gap] = await session.row(
    `SELECT quantile_disc(gap, ${usualGap}) FROM (
       SELECT day - lag(day) OVER (ORDER BY day) AS gap FROM (SELECT DISTINCT day FROM ${sales} WHERE day IS NOT NULL))`,
  );
  const start = `CAST(date_trunc(${textSql(period)}, day) AS DATE)`;
  const rows = await session.rows(
    `SELECT ${labels[period]("start")}, strftime(start, '%Y-%m-%d'), total, items, quantity,
            strftime(following, '%Y-%m-%d'), max(last_day) OVER () + ${Number(gap ?? 1)} >= following
     FROM (SELECT ${start} AS start, CAST(start + INTERVAL 1 ${period} AS DATE) AS following, max(day) AS last_day,
                  ${total} AS total, count(amount) AS items, ${quantity} AS quantity
           FROM ${sales} WHERE day IS NOT NULL GROUP BY start)
     ORDER BY start`,
  );
  const following = new Map<string, string>();
  const by_period = rows.map(([label, first, sum, count, pieces, next, full]): PeriodTotal => {
    following.set(String(label), String(next));
    return {
      period: String(label),
      start: String(first),
      total: round(sum) ?? 0,
      count: Number(count),
      quantity: round(pieces),
      full: full === true,
    };
  });
  const follows = (earlier: PeriodTotal, later: PeriodTotal): boolean => following.get(earlier.period) === later.start;
  return { by_period, ...growthOf(by_period, follows) };
}
