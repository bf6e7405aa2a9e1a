import type { CpuTimes } from "./cpu-usage.ts";

/** The columns of /proc/stat that add up to a core's time: guests' time stands within user and nice already. */
const modes = ["user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"] as const;

/** Every core's times of /proc/stat, in ticks. */
export function parseProcStat(text: string): CpuTimes {
  const cores = text.matchAll(/^cpu(\d+) (.*)$/gm);
  return new Map(
    Array.from(cores, ([, core = "", columns = ""]) => {
      const ticks = columns.trim().split(/\s+/).map(Number);
      return [core, new Map(modes.map((mode, index) => [mode, ticks[index] ?? 0]))];
    }),
  );
}

/** The three averages of /proc/loadavg. */
export function parseLoadAverage(text: string): [number, number, number] {
  const [one, five, fifteen] = text.split(" ", 3).map(Number);
  return [one ?? Number.NaN, five ?? Number.NaN, fifteen ?? Number.NaN];
}

/** The sizes of /proc/meminfo in bytes, by name. */
export function parseMeminfo(text: string): ReadonlyMap<string, number> {
  const lines = text.matchAll(/^([^:\n]+):\s+(\d+) kB$/gm);
  return new Map(Array.from(lines, ([, name = "", kibibytes]) => [name, Number(kibibytes) * 1024]));
}

export type InterfaceCounters = {
  readonly name: string;
  readonly receivedBytes: number;
  readonly sentBytes: number;
  readonly receiveErrors: number;
  readonly sendErrors: number;
};

/** The interfaces of /proc/net/dev: eight columns of what came in, then eight of what went out. */
export function parseNetDev(text: string): InterfaceCounters[] {
  return Array.from(text.matchAll(/^\s*(\S+):\s*(\d[\d ]*)$/gm), ([, name = "", columns = ""]) => {
    const counts = columns.trim().split(/ +/).map(Number);
    const at = (column: number): number => counts[column] ?? Number.NaN;
    return { name, receivedBytes: at(0), receiveErrors: at(2), sentBytes: at(8), sendErrors: at(10) };
  });
}

export type Mount = {
  readonly path: string;
  readonly type: string;
  /** The same for everything that shows the same filesystem. */
  readonly device: string;
};

/** What is mounted, by /proc/self/mountinfo; where something is mounted over another, only what can be seen. */
export function parseMountinfo(text: string): Mount[] {
  const mounts = new Map<string, Mount>();
  for (const line of text.split("\n")) {
    const [before = "", after = ""] = line.split(" - ", 2);
    const [, , device, , path] = before.split(" ");
    const [type] = after.split(" ", 1);
    if (device === undefined || path === undefined || type === undefined) continue;
    const unescaped = path.replace(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 8)));
    mounts.set(unescaped, { path: unescaped, type, device });
  }
  return [...mounts.values()];
}
