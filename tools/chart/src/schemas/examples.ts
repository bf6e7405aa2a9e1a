import type { OperationExample } from "@aiecs/core";

const months = [
  { month: "2026-01", revenue_eur: 12_400 },
  { month: "2026-02", revenue_eur: 11_850 },
  { month: "2026-03", revenue_eur: 14_320 },
  { month: "2026-04", revenue_eur: 13_990 },
  { month: "2026-05", revenue_eur: 15_610 },
  { month: "2026-06", revenue_eur: 16_475 },
];

const categories = [
  { category: "Books", revenue_eur: 41_200 },
  { category: "Games", revenue_eur: 29_345 },
  { category: "Music", revenue_eur: 14_100 },
];

export const salesChartExamples: readonly OperationExample[] = [
  { title: "An amount by month", params: { data: months } },
  { title: "Parts of a whole", params: { data: categories, kind: "pie", title: "Revenue by category" } },
];

export const trendAnalysisExamples: readonly OperationExample[] = [
  { title: "A series with its trend", params: { data: months } },
  { title: "Categories against their mean", params: { data: categories } },
];

export const dashboardExamples: readonly OperationExample[] = [
  {
    title: "The result of an analysis",
    params: {
      title: "First half of 2026",
      data: {
        totals: { revenue_eur: 84_645, orders: 1_204 },
        growth: 0.055,
        by_month: months,
        by_category: categories,
      },
    },
  },
];
