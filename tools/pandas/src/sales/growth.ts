/** Sales of one period. */
export type PeriodTotal = {
  /** For example 2026-01, 2026-Q1, 2026-W05. */
  readonly period: string;
  /** Its first day. */
  readonly start: string;
  readonly total: number;
  readonly count: number;
  readonly quantity: number | null;
  /** Whether the data go on to the period's end. */
  readonly full: boolean;
};

export type Growth = {
  /** 0.12 is 12 %; null where there is nothing to compare with. */
  readonly growth: number | null;
  /** The periods that were compared. */
  readonly growth_periods: { readonly period: string; readonly previous: string } | null;
};

/** Compares the last full period with the one before; `follows` tells whether nothing lies between the two. */
export function growthOf(
  periods: readonly PeriodTotal[],
  follows: (earlier: PeriodTotal, later: PeriodTotal) => boolean,
): Growth {
  const last = periods.findLastIndex(({ full }) => full);
  const [previous, current] = [periods[last - 1], periods[last]];
  if (previous === undefined || current === undefined || !follows(previous, current) || previous.total === 0) {
    return { growth: null, growth_periods: null };
  }
  const ratio = (current.total - previous.total) / Math.abs(previous.total);
  return {
    growth: Number(ratio.toFixed(6)),
    growth_periods: { period: current.period, previous: previous.period },
  };
}
