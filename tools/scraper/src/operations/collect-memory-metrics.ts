import { type ToolContext, ValidationError } from "@aiecs/core/toolkit";
import { createLocalMachine, type Machine } from "#metrics/machine.ts";
import { onlyValue, pickFamilies } from "#metrics/metric-families.ts";
import { percentOf } from "#metrics/percent-of.ts";
import { parseMeminfo } from "#metrics/proc-files.ts";
import { readMetrics } from "#metrics/read-metrics.ts";
import type { MemoryMetrics } from "#schemas/collect-memory-metrics.ts";
import { localEndpoint } from "#schemas/endpoint.ts";
import type { MachineParams } from "#schemas/machine-values.ts";
import type { ScraperConfig } from "#schemas/scraper-config.ts";

type Context = Pick<ToolContext<ScraperConfig>, "instance" | "signal" | "network">;

const names = ["MemTotal", "MemAvailable", "SwapTotal", "SwapFree"] as const;

type Size = (typeof names)[number];

/** How much memory a machine has, and how much of it is used. */
export async function collectMemoryMetrics(
  { endpoint }: MachineParams,
  context: Context,
  machine: Machine = createLocalMachine(),
): Promise<MemoryMetrics> {
  const sizeOf = endpoint === localEndpoint ? await readLocal(machine) : await readExporter(endpoint, context);
  const time = new Date().toISOString();
  const [total, available] = [sizeOf("MemTotal"), sizeOf("MemAvailable")];
  const swapUsed = sizeOf("SwapTotal") - sizeOf("SwapFree");
  if (total === 0 || available > total || swapUsed < 0) {
    throw new ValidationError(
      `${endpoint}: expected no more memory to be available than there is, received ${names.map((name) => `${name} ${sizeOf(name)}`).join(", ")}`,
    );
  }
  const used = total - available;
  return {
    total_bytes: total,
    used_bytes: used,
    available_bytes: available,
    used_percent: percentOf(used, total),
    swap_used_bytes: swapUsed,
    time,
  };
}

async function readLocal(machine: Machine): Promise<(name: Size) => number> {
  const sizes = parseMeminfo(await machine.readProc("meminfo"));
  const missing = names.filter((name) => !sizes.has(name));
  if (missing.length === 0) return (name) => sizes.get(name) ?? Number.NaN;
  throw new ValidationError(`Invalid endpoint: 'local' finds no ${missing.join(", ")} in meminfo`);
}

async function readExporter(endpoint: string, context: Context): Promise<(name: Size) => number> {
  const metricOf = (name: Size) => `node_memory_${name}_bytes` as const;
  const family = pickFamilies(await readMetrics(endpoint, context), names.map(metricOf));
  return (name) => onlyValue(family(metricOf(name)));
}
