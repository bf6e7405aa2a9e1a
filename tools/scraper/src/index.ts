import type { Operation, Table, Tool } from "@aiecs/core";
import { defineOperation, defineTool, type ToolContext, tableSchema } from "@aiecs/core/toolkit";
import {
  type CollectCpuMetricsInput,
  type CpuMetrics,
  collectCpuMetricsInput,
  collectCpuMetricsOutput,
} from "#schemas/collect-cpu-metrics.ts";
import { collectDiskMetricsInput, collectDiskMetricsOutput, type DiskMetrics } from "#schemas/collect-disk-metrics.ts";
import { type CollectExternalDataInput, collectExternalDataInput } from "#schemas/collect-external-data.ts";
import {
  collectMemoryMetricsInput,
  collectMemoryMetricsOutput,
  type MemoryMetrics,
} from "#schemas/collect-memory-metrics.ts";
import { type CollectMetricsParams, collectMetricsInput } from "#schemas/collect-metrics.ts";
import {
  collectNetworkMetricsInput,
  collectNetworkMetricsOutput,
  type NetworkMetrics,
} from "#schemas/collect-network-metrics.ts";
import * as examples from "#schemas/examples.ts";
import type { MachineParams } from "#schemas/machine-values.ts";
import { type ScraperConfig, scraperConfigSchema } from "#schemas/scraper-config.ts";

/** The operations of `scraper_tool`, by name. */
export type ScraperOperations = {
  readonly collect_external_data: Operation<CollectExternalDataInput, Table>;
  readonly collect_metrics: Operation<CollectMetricsParams, Table>;
  readonly collect_cpu_metrics: Operation<CollectCpuMetricsInput, CpuMetrics>;
  readonly collect_memory_metrics: Operation<MachineParams, MemoryMetrics>;
  readonly collect_network_metrics: Operation<MachineParams, NetworkMetrics>;
  readonly collect_disk_metrics: Operation<MachineParams, DiskMetrics>;
};

type Context = ToolContext<ScraperConfig>;

/** All operations only read; what they read changes by itself, so nothing is cached. */
const reading = {
  annotations: { readOnly: true, idempotent: true, destructive: false },
  retry: { maxAttempts: 3 },
  timeoutMs: 60_000,
} as const;

const collectExternalData = defineOperation({
  ...reading,
  description: "Fetches records from a JSON or CSV API, page by page, as one table.",
  inputSchema: collectExternalDataInput,
  outputSchema: tableSchema(),
  examples: examples.collectExternalData,
  execute: async (params, context: Context) =>
    (await import("#operations/collect-external-data.ts")).collectExternalData(params, context),
});

const collectMetrics = defineOperation({
  ...reading,
  description:
    "Reads metrics in Prometheus text format or JSON as a table of name, labels, value, timestamp, type and special (NaN, +Inf or -Inf, where value is null).",
  inputSchema: collectMetricsInput,
  outputSchema: tableSchema(),
  examples: examples.collectMetrics,
  execute: async (params, context: Context) =>
    (await import("#operations/collect-metrics.ts")).collectMetrics(params, context),
});

const collectCpuMetrics = defineOperation({
  ...reading,
  description: "Tells how busy the processors of a machine are, in all and each, from two readings of their counters.",
  inputSchema: collectCpuMetricsInput,
  outputSchema: collectCpuMetricsOutput,
  examples: examples.collectCpuMetrics,
  execute: async (params, context: Context) =>
    (await import("#operations/collect-cpu-metrics.ts")).collectCpuMetrics(params, context),
});

const collectMemoryMetrics = defineOperation({
  ...reading,
  description: "Tells how much memory a machine has, and how much of it is used.",
  inputSchema: collectMemoryMetricsInput,
  outputSchema: collectMemoryMetricsOutput,
  examples: examples.collectMemoryMetrics,
  execute: async (params, context: Context) =>
    (await import("#operations/collect-memory-metrics.ts")).collectMemoryMetrics(params, context),
});

const collectNetworkMetrics = defineOperation({
  ...reading,
  description: "Tells what each network interface of a machine has received and sent since it started.",
  inputSchema: collectNetworkMetricsInput,
  outputSchema: collectNetworkMetricsOutput,
  examples: examples.collectNetworkMetrics,
  execute: async (params, context: Context) =>
    (await import("#operations/collect-network-metrics.ts")).collectNetworkMetrics(params, context),
});

const collectDiskMetrics = defineOperation({
  ...reading,
  description: "Tells how full the filesystems of a machine are.",
  inputSchema: collectDiskMetricsInput,
  outputSchema: collectDiskMetricsOutput,
  examples: examples.collectDiskMetrics,
  execute: async (params, context: Context) =>
    (await import("#operations/collect-disk-metrics.ts")).collectDiskMetrics(params, context),
});

/** Data from the network, guarded against private addresses, and what machines say of themselves. */
const scraperTool: Tool<"scraper_tool", ScraperOperations> = defineTool({
  name: "scraper_tool",
  description: "Collects data and metrics from the network, and metrics of this machine.",
  version: "1.1.0",
  configSchema: scraperConfigSchema,
  create: (config) => config,
  operations: {
    collect_external_data: collectExternalData,
    collect_metrics: collectMetrics,
    collect_cpu_metrics: collectCpuMetrics,
    collect_memory_metrics: collectMemoryMetrics,
    collect_network_metrics: collectNetworkMetrics,
    collect_disk_metrics: collectDiskMetrics,
  },
});

export default scraperTool;
