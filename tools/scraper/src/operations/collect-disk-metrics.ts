import { type ToolContext, ValidationError } from "@aiecs/core/toolkit";
import { isRealFilesystem } from "#metrics/filesystem-types.ts";
import { type Capacity, createLocalMachine, type Machine } from "#metrics/machine.ts";
import { byKey, labelOf, pickFamilies, type Reading, valueAt } from "#metrics/metric-families.ts";
import { percentOf } from "#metrics/percent-of.ts";
import { type Mount, parseMountinfo } from "#metrics/proc-files.ts";
import { type MetricsPage, readMetrics } from "#metrics/read-metrics.ts";
import type { DiskMetrics, FilesystemMetrics } from "#schemas/collect-disk-metrics.ts";
import { localEndpoint } from "#schemas/endpoint.ts";
import type { MachineParams } from "#schemas/machine-values.ts";
import type { ScraperConfig } from "#schemas/scraper-config.ts";

type Context = Pick<ToolContext<ScraperConfig>, "instance" | "signal" | "network" | "log">;
type Room = Capacity & { readonly mount: string };

/** How full a machine's filesystems are. */
export async function collectDiskMetrics(
  { endpoint }: MachineParams,
  context: Context,
  machine: Machine = createLocalMachine(),
): Promise<DiskMetrics> {
  const rooms = endpoint === localEndpoint ? await readLocal(machine, context) : await readExporter(endpoint, context);
  const time = new Date().toISOString();
  const filesystems = rooms
    .filter(({ totalBytes }) => totalBytes > 0)
    .map(toFilesystem)
    .toSorted((a, b) => (a.mount < b.mount ? -1 : 1));
  return { filesystems, time };
}

function toFilesystem({ mount, totalBytes, freeBytes, availableBytes }: Room): FilesystemMetrics {
  const used = totalBytes - freeBytes;
  if (used < 0 || availableBytes > freeBytes) {
    throw new ValidationError(
      `${mount}: expected no more room to be free than there is, received ${totalBytes} bytes in all, ${freeBytes} free, ${availableBytes} available`,
    );
  }
  const reachable = used + availableBytes;
  return {
    mount,
    total_bytes: totalBytes,
    used_bytes: used,
    used_percent: reachable === 0 ? 100 : percentOf(used, reachable),
  };
}

async function readLocal(machine: Machine, { log }: Context): Promise<Room[]> {
  const mounts = parseMountinfo(await machine.readProc("self/mountinfo")).filter(({ type }) => isRealFilesystem(type));
  const rooms = shortestOfEachDevice(mounts).map(async ({ path }): Promise<Room | null> => {
    try {
      return { mount: path, ...(await machine.capacityOf(path)) };
    } catch (error) {
      // One that is not ours to look into, or whose server is gone, says nothing of the others.
      log.warn({ mount: path, error }, "A filesystem does not say how full it is");
      return null;
    }
  });
  return (await Promise.all(rooms)).filter((room) => room !== null);
}

/** A filesystem that is mounted at several places is as full at each. */
function shortestOfEachDevice(mounts: readonly Mount[]): Mount[] {
  const found = new Map<string, Mount>();
  for (const mount of mounts) {
    const known = found.get(mount.device);
    if (known === undefined || mount.path.length < known.path.length) found.set(mount.device, mount);
  }
  return [...found.values()];
}

const labels = ["device", "fstype", "mountpoint"] as const;

async function readExporter(endpoint: string, context: Context): Promise<Room[]> {
  const page = await readMetrics(endpoint, context);
  const metrics = metricsOn(page);
  const family = pickFamilies(page, Object.values(metrics));
  const keyOf = (reading: Reading) => JSON.stringify(labels.map((label) => labelOf(reading, label)));
  const free = byKey(family(metrics.free), keyOf);
  const available = byKey(family(metrics.available), keyOf);
  return [...byKey(family(metrics.size), keyOf)]
    .filter(([, reading]) => isRealFilesystem(labelOf(reading, "fstype")))
    .map(([key, reading]) => ({
      mount: labelOf(reading, "mountpoint"),
      totalBytes: reading.value,
      freeBytes: valueAt(free, key, reading.place, metrics.free),
      availableBytes: valueAt(available, key, reading.place, metrics.available),
    }));
}

/** Where an exporter tells one of free and available room only, nothing is reserved: the two are the same. */
function metricsOn({ samples }: MetricsPage) {
  const has = (metric: string) => samples.some(({ name }) => name === metric);
  const [free, available] = ["node_filesystem_free_bytes", "node_filesystem_avail_bytes"] as const;
  return {
    size: "node_filesystem_size_bytes",
    free: has(free) ? free : available,
    available: has(available) ? available : free,
  } as const;
}
