import { ValidationError } from "@aiecs/core/toolkit";
import { percentOf } from "./percent-of.ts";

/** Time that a core has spent in each mode (user, system, idle, …) since start, in a unit of the source's own. */
export type CoreTimes = ReadonlyMap<string, number>;

/** Every core's times, by its number. */
export type CpuTimes = ReadonlyMap<string, CoreTimes>;

export type CpuUsage = { readonly usage_percent: number; readonly per_core: readonly number[] };

/** A core that waits for a disk has nothing to do. */
const restingModes: ReadonlySet<string> = new Set(["idle", "iowait"]);

/**
 * How busy the cores were between two readings; a core that is not in both is left out.
 *
 * @throws E001 when no time has passed between them; a retryable error when the counters started anew
 */
export function usageBetween(before: CpuTimes, after: CpuTimes): CpuUsage {
  const cores = [...after.keys()]
    .filter((core) => before.has(core))
    .toSorted((a, b) => a.localeCompare(b, "en", { numeric: true }))
    .map((core) => spentBetween(before.get(core) ?? new Map(), after.get(core) ?? new Map()));
  const all = { busy: sum(cores.map(({ busy }) => busy)), total: sum(cores.map(({ total }) => total)) };
  if (all.total === 0) {
    throw new ValidationError(
      "The processors' counters stand still between the two readings: take a longer interval_s",
    );
  }
  return { usage_percent: usageOf(all), per_core: cores.map(usageOf) };
}

type Spent = { readonly busy: number; readonly total: number };

function spentBetween(before: CoreTimes, after: CoreTimes): Spent {
  if (sum(after.values()) < sum(before.values())) {
    const error = new Error(
      "The processors' counters started anew between the two readings: the machine was restarted",
    );
    throw Object.assign(error, { retryable: true });
  }
  let busy = 0;
  let total = 0;
  for (const [mode, value] of after) {
    // Linux may take back some of the time that it has counted as iowait.
    const spent = Math.max(0, value - (before.get(mode) ?? 0));
    total += spent;
    if (!restingModes.has(mode)) busy += spent;
  }
  return { busy, total };
}

/** A core for which no time passed did no work. */
function usageOf({ busy, total }: Spent): number {
  return total === 0 ? 0 : percentOf(busy, total);
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
