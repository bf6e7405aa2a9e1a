import { readdirSync, readFileSync, statSync } from "node:fs";
import type { Socket } from "node:net";
import { loadavg } from "node:os";
import { join } from "node:path";

/** The smallest machine that the exporter could be: one core, this much memory, a volume of this size. */
const memoryBytes = 384 * 1024 ** 2;
export const volumeBytes: number = 64 * 1024 ** 2;

/** Bytes of a folder's files. */
export function usedBytes(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

/** Share of the memory in use. */
export function memoryShare(): number {
  return process.memoryUsage.rss() / memoryBytes;
}

/** Seconds that this process' threads have waited for a core that others held. */
function secondsWaited(): number {
  const waits = readdirSync("/proc/self/task").map((thread) => {
    try {
      const [, nanoseconds] = readFileSync(`/proc/self/task/${thread}/schedstat`, "utf8").split(" ");
      return Number(nanoseconds) / 1e9;
    } catch {
      // The thread has ended since it was listed, or this Linux does not count waits.
      return 0;
    }
  });
  return waits.reduce((sum, wait) => sum + wait, 0);
}

/** Counts what a server's connections bring and take. */
export type Traffic = { received(): number; sent(): number };

export function countTraffic(): Traffic & { add(socket: Socket): void } {
  const open = new Set<Socket>();
  let [received, sent] = [0, 0];
  const total = (ended: number, key: "bytesRead" | "bytesWritten") =>
    [...open].reduce((sum, socket) => sum + socket[key], ended);
  return {
    add(socket) {
      open.add(socket);
      socket.once("close", () => {
        open.delete(socket);
        received += socket.bytesRead;
        sent += socket.bytesWritten;
      });
    },
    received: () => total(received, "bytesRead"),
    sent: () => total(sent, "bytesWritten"),
  };
}

/**
 * The counters of one core, as far as this process has used it. Time spent waiting for a core is `steal`: what a guest
 * wanted and its host did not give.
 */
export function createCore(): () => Readonly<Record<"user" | "steal" | "idle", number>> {
  const modes = { user: 0, steal: 0, idle: 0 };
  const read = () => {
    const { user, system } = process.cpuUsage();
    return { ran: (user + system) / 1e6, waited: secondsWaited(), at: performance.now() };
  };
  let before = read();
  return () => {
    const now = read();
    const passed = (now.at - before.at) / 1_000;
    const user = Math.min(passed, now.ran - before.ran);
    const steal = Math.min(passed - user, Math.max(0, now.waited - before.waited));
    before = now;
    modes.user += user;
    modes.steal += steal;
    modes.idle += passed - user - steal;
    return modes;
  };
}

/** All figures as a node_exporter names them, in Prometheus' text format. */
export function exporterPage(
  core: ReturnType<typeof createCore>,
  traffic: Traffic & { readonly errors: number },
  folder: string,
): string {
  const volume = '{device="/dev/vdb1",fstype="ext4",mountpoint="/data"}';
  const free = volumeBytes - usedBytes(folder);
  const [one, five, fifteen] = loadavg();
  const lines = [
    "# TYPE node_cpu_seconds_total counter",
    ...Object.entries(core()).map(([mode, seconds]) => `node_cpu_seconds_total{cpu="0",mode="${mode}"} ${seconds}`),
    `node_load1 ${one}`,
    `node_load5 ${five}`,
    `node_load15 ${fifteen}`,
    `node_memory_MemTotal_bytes ${memoryBytes}`,
    `node_memory_MemAvailable_bytes ${Math.max(0, memoryBytes - process.memoryUsage.rss())}`,
    "node_memory_SwapTotal_bytes 0",
    "node_memory_SwapFree_bytes 0",
    `node_filesystem_size_bytes${volume} ${volumeBytes}`,
    `node_filesystem_free_bytes${volume} ${free}`,
    `node_filesystem_avail_bytes${volume} ${free}`,
    "# TYPE node_network_receive_bytes_total counter",
    `node_network_receive_bytes_total{device="eth0"} ${traffic.received()}`,
    `node_network_transmit_bytes_total{device="eth0"} ${traffic.sent()}`,
    `node_network_receive_errs_total{device="eth0"} ${traffic.errors}`,
    'node_network_transmit_errs_total{device="eth0"} 0',
  ];
  return `${lines.join("\n")}\n`;
}
