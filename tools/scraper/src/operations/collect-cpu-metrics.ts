import { setTimeout } from "node:timers/promises";
import type { ToolContext } from "@aiecs/core/toolkit";
import { type CpuTimes, usageBetween } from "#metrics/cpu-usage.ts";
import { createLocalMachine, type Machine } from "#metrics/machine.ts";
import { byKey, labelOf, onlyValue, pickFamilies } from "#metrics/metric-families.ts";
import { parseLoadAverage, parseProcStat } from "#metrics/proc-files.ts";
import { readMetrics } from "#metrics/read-metrics.ts";
import type { CollectCpuMetricsParams, CpuMetrics } from "#schemas/collect-cpu-metrics.ts";
import { localEndpoint } from "#schemas/endpoint.ts";
import type { ScraperConfig } from "#schemas/scraper-config.ts";

type Context = Pick<ToolContext<ScraperConfig>, "instance" | "signal" | "network" | "progress">;
type CpuReading = { readonly times: CpuTimes; readonly loadAverage: CpuMetrics["load_average"] };

/** How busy the processors of a machine are, told from two readings of their counters. */
export async function collectCpuMetrics(
  { endpoint, interval_s }: CollectCpuMetricsParams,
  context: Context,
  machine: Machine = createLocalMachine(),
): Promise<CpuMetrics> {
  const read = () => (endpoint === localEndpoint ? readLocal(machine) : readExporter(endpoint, context));
  const before = await read();
  context.progress(0.5, "First of two readings");
  await setTimeout(interval_s * 1000, undefined, { signal: context.signal });
  const after = await read();
  const time = new Date().toISOString();
  return { ...usageBetween(before.times, after.times), load_average: after.loadAverage, time };
}

async function readLocal(machine: Machine): Promise<CpuReading> {
  const [stat, load] = await Promise.all([machine.readProc("stat"), machine.readProc("loadavg")]);
  return { times: parseProcStat(stat), loadAverage: parseLoadAverage(load) };
}

async function readExporter(endpoint: string, context: Context): Promise<CpuReading> {
  const page = await readMetrics(endpoint, context);
  const family = pickFamilies(page, ["node_cpu_seconds_total", "node_load1", "node_load5", "node_load15"]);
  const times = new Map<string, Map<string, number>>();
  const keyOf = (cpu: string, mode: string) => JSON.stringify([cpu, mode]);
  const series = byKey(family("node_cpu_seconds_total"), (each) => keyOf(labelOf(each, "cpu"), labelOf(each, "mode")));
  for (const reading of series.values()) {
    const cpu = labelOf(reading, "cpu");
    const core = times.get(cpu) ?? new Map<string, number>();
    times.set(cpu, core.set(labelOf(reading, "mode"), reading.value));
  }
  const loadAverage = [family("node_load1"), family("node_load5"), family("node_load15")] as const;
  return { times, loadAverage: [onlyValue(loadAverage[0]), onlyValue(loadAverage[1]), onlyValue(loadAverage[2])] };
}
