/** The figures of one page that the exporter served, by name and labels as they stand there. */
type Figures = ReadonlyMap<string, number>;

function parsePage(page: string): Figures {
  const lines = page.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ") + 1))]),
  );
}

/** What a dashboard may show after a cycle in which these pages were served: of each figure, its value on every page. */
export type Shown = {
  readonly cpuPercent: readonly number[];
  readonly memoryPercent: readonly number[];
  readonly diskPercent: readonly number[];
  readonly receivedBytes: readonly number[];
};

const volume = '{device="/dev/vdb1",fstype="ext4",mountpoint="/data"}';

/** Reckons them without the tools. CPU use is that between any two of the pages. */
export function figuresServed(texts: readonly string[]): Shown {
  const pages = texts.map(parsePage);
  const figure = (page: Figures, name: string) => page.get(name) ?? Number.NaN;
  const used = (total: string, free: string) =>
    pages.map((page) => 100 * (1 - figure(page, free) / figure(page, total)));
  return {
    cpuPercent: pages.flatMap((before, index) => pages.slice(index + 1).map((after) => busyPercent(before, after))),
    memoryPercent: used("node_memory_MemTotal_bytes", "node_memory_MemAvailable_bytes"),
    diskPercent: used(`node_filesystem_size_bytes${volume}`, `node_filesystem_avail_bytes${volume}`),
    receivedBytes: pages.map((page) => figure(page, 'node_network_receive_bytes_total{device="eth0"}')),
  };
}

function busyPercent(before: Figures, after: Figures): number {
  const spent = (mode: string) => {
    const name = `node_cpu_seconds_total{cpu="0",mode="${mode}"}`;
    return (after.get(name) ?? 0) - (before.get(name) ?? 0);
  };
  const busy = spent("user") + spent("steal");
  return (100 * busy) / (busy + spent("idle"));
}
