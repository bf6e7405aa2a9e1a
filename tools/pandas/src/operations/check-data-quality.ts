import type { Table, TableInput } from "@aiecs/core/toolkit";
import { openTable, type PandasContext } from "#files/open-table.ts";
import { defaultThreshold, measureQuality, type Quality } from "#quality/measure-quality.ts";

export type CheckDataQualityParams = { readonly df: TableInput; readonly threshold?: number | undefined };

export type QualityResult = Quality & {
  readonly threshold: number;
  readonly low_quality: boolean;
  /** The table that was measured. */
  readonly df: Table;
};

/** Measures a table and hands it on, so that a later step can clean what was measured. */
export async function checkDataQuality(
  { df, threshold = defaultThreshold }: CheckDataQualityParams,
  context: PandasContext,
): Promise<QualityResult> {
  const table = await openTable(df, context);
  const quality = await context.instance.session(context.signal, (session) => measureQuality(session, table));
  return { ...quality, threshold, low_quality: quality.score < threshold, df: table };
}
