import { createTable, type Table, type TableColumn } from "@aiecs/core/toolkit";
import { specialName } from "#metrics/metric-sample.ts";
import { type MetricsContext, readMetrics } from "#metrics/read-metrics.ts";
import type { CollectMetricsParams } from "#schemas/collect-metrics.ts";

const schema: readonly TableColumn[] = [
  { name: "name", type: "string" },
  { name: "labels", type: "other" },
  { name: "value", type: "number" },
  { name: "timestamp", type: "datetime" },
  { name: "type", type: "string" },
  { name: "special", type: "string" },
];

/** Reads a page of metrics as one table: a row for each sample, in the order of the page. */
export async function collectMetrics(params: CollectMetricsParams, context: MetricsContext): Promise<Table> {
  const { samples } = await readMetrics(params.endpoint, context);
  const columns = {
    name: samples.map(({ name }) => name),
    labels: samples.map(({ labels }) => labels),
    value: samples.map(({ value }) => value),
    timestamp: samples.map(({ timestampMs }) => (timestampMs === null ? null : new Date(timestampMs))),
    type: samples.map(({ type }) => type),
    special: samples.map(({ value }) => specialName(value)),
  };
  return createTable({ columns }, { schema });
}
