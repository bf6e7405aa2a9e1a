import type { OperationExample } from "@aiecs/core";

/** Orders of a small shop: one without an amount, one twice. */
const orders = [
  { order: 1, day: "2026-01-05", category: "tea", product: "Assam", amount: 12.5 },
  { order: 2, day: "2026-01-19", category: "tea", product: "Darjeeling", amount: 20 },
  { order: 3, day: "2026-01-31", category: "cups", product: "Mug", amount: 9.9 },
  { order: 3, day: "2026-01-31", category: "cups", product: "Mug", amount: 9.9 },
  { order: 4, day: "2026-02-11", category: "tea", product: "Assam", amount: null },
  { order: 5, day: "2026-02-28", category: "cups", product: "Mug", amount: 29.7 },
];

const prices = [
  { product: "Assam", price: 12.5 },
  { product: "Mug", price: 9.9 },
];

/** Paths are relative to this package's folder. */
export const readCsvExamples: readonly OperationExample[] = [
  { title: "A file as it is", params: { file_path: "fixtures/orders.csv" } },
  {
    title: "Two columns, one of them as text",
    params: { file_path: "fixtures/orders.csv", columns: ["order", "amount"], dtypes: { order: "string" }, nrows: 3 },
  },
];

export const loadTableExamples: readonly OperationExample[] = [{ title: "Records as a table", params: { df: orders } }];

export const describeExamples: readonly OperationExample[] = [
  { title: "All columns", params: { df: orders } },
  { title: "One column", params: { df: orders, columns: "amount" } },
];

export const cleanDataExamples: readonly OperationExample[] = [
  { title: "Without gaps and repetitions", params: { df: orders, drop_na: true, remove_duplicates: true } },
  { title: "Gaps filled", params: { df: orders, fill_na: { amount: 0 } } },
];

export const checkDataQualityExamples: readonly OperationExample[] = [
  { title: "Is it good enough?", params: { df: orders, threshold: 0.95 } },
];

export const analyzeSalesExamples: readonly OperationExample[] = [
  { title: "By month", params: { df: orders } },
  { title: "By week, the amount told", params: { df: orders, amount_column: "amount", period: "week" } },
];

export const mergeDataExamples: readonly OperationExample[] = [
  { title: "On the common column", params: { df1: orders, df2: prices } },
  {
    title: "All orders, with a price where there is one",
    params: { df1: orders, df2: prices, on: "product", how: "left" },
  },
];

export const groupAnalysisExamples: readonly OperationExample[] = [
  { title: "All numbers by category", params: { df: orders, group_by: "category" } },
  {
    title: "Chosen figures",
    params: { df: orders, group_by: ["category", "product"], aggregations: { amount: ["sum", "median"] } },
  },
];
