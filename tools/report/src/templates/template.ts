import type { Block, Report } from "#blocks/block.ts";
import type { ReportCharts } from "#reading/read-charts.ts";
import type { ReportMetrics } from "#reading/read-metrics.ts";

/** What a report of a day is made of. */
type DailyContent = {
  readonly title: string | undefined;
  readonly date: string | undefined;
  readonly author: string | undefined;
  readonly charts: ReportCharts;
  readonly metrics: ReportMetrics;
  readonly notes: readonly string[];
};

/** Puts the content in its order. */
export type Template = (content: DailyContent) => Report;

/** Blocks that only stand where there is something below them. */
export function unlessEmpty(title: Block, blocks: readonly Block[]): readonly Block[] {
  return blocks.length === 0 ? [] : [title, ...blocks];
}
