/** Seconds in each mode, in the order of `modes`. */
type CoreSeconds = readonly number[];

const modes = ["idle", "iowait", "irq", "nice", "softirq", "steal", "system", "user"] as const;

/** Between the two readings core 0 works 40 % of a second, core 1 80 %; core 10 stands after core 2 in number, not in text. */
const firstCores: Readonly<Record<string, CoreSeconds>> = {
  "0": [10_000, 50, 0, 3, 20, 0, 400, 1_200],
  "1": [9_000, 40, 0, 2, 25, 5, 500, 1_300],
  "10": [100, 0, 0, 0, 0, 0, 10, 20],
  "2": [100, 0, 0, 0, 0, 0, 10, 20],
};
const secondCores: Readonly<Record<string, CoreSeconds>> = {
  "0": [10_000.6, 50, 0, 3.1, 20, 0, 400.1, 1_200.2],
  "1": [9_000.1, 40.1, 0, 2, 25.05, 5.05, 500.1, 1_300.6],
  "10": [100, 0, 0, 0, 0, 0, 10, 21],
  "2": [101, 0, 0, 0, 0, 0, 10, 20],
};

/** What the two pages say. */
export const plantedFacts = {
  cpu: { usage_percent: 55, per_core: [40, 80, 0, 100], load_average: [0.61, 0.55, 0.42] },
  memory: {
    total_bytes: 16_000_000_000,
    used_bytes: 4_000_000_000,
    available_bytes: 12_000_000_000,
    used_percent: 25,
    swap_used_bytes: 300_000_000,
  },
  interfaces: [
    { name: "eth0", received_bytes: 123_456_789_012, sent_bytes: 9_876_543_210, errors: 7 },
    { name: "lo", received_bytes: 5_000, sent_bytes: 5_000, errors: 0 },
  ],
  filesystems: [
    { mount: "/", total_bytes: 100_000, used_bytes: 57_000, used_percent: 60 },
    { mount: "/data backup", total_bytes: 2_000_000, used_bytes: 500_000, used_percent: 25 },
  ],
  /** Samples of the page. */
  samples: 65,
} as const;

/** The page of a node_exporter as it is at the first and at the second reading. */
export function nodeExporterPage(reading: 1 | 2): string {
  return `${[runtimeLines, cpuLines(reading === 1 ? firstCores : secondCores), machineLines].join("\n")}\n`;
}

function cpuLines(cores: Readonly<Record<string, CoreSeconds>>): string {
  const lines = Object.keys(cores)
    .toSorted()
    .flatMap((cpu) =>
      modes.map((mode, index) => `node_cpu_seconds_total{cpu="${cpu}",mode="${mode}"} ${cores[cpu]?.[index]}`),
    );
  return [
    "# HELP node_cpu_seconds_total Seconds the CPUs spent in each mode.",
    "# TYPE node_cpu_seconds_total counter",
    ...lines,
  ].join("\n");
}

const runtimeLines = `# HELP go_gc_duration_seconds A summary of the wall-time pause (stop-the-world) duration in garbage collection cycles.
# TYPE go_gc_duration_seconds summary
go_gc_duration_seconds{quantile="0"} 1.1e-05
go_gc_duration_seconds{quantile="0.5"} NaN
go_gc_duration_seconds{quantile="1"} 0.000212
go_gc_duration_seconds_sum 0.0154
go_gc_duration_seconds_count 412
# HELP go_info Information about the Go environment.
# TYPE go_info gauge
go_info{version="go1.25.3"} 1`;

const root = 'device="/dev/vda1",device_error="",fstype="ext4",mountpoint="/"';
const data = 'device="/dev/vdb1",device_error="",fstype="xfs",mountpoint="/data backup"';
const run = 'device="tmpfs",device_error="",fstype="tmpfs",mountpoint="/run"';

const machineLines = `# HELP node_filesystem_avail_bytes Filesystem space available to non-root users in bytes.
# TYPE node_filesystem_avail_bytes gauge
node_filesystem_avail_bytes{${root}} 38000
node_filesystem_avail_bytes{${data}} 1.5e+06
node_filesystem_avail_bytes{${run}} 900
# HELP node_filesystem_free_bytes Filesystem free space in bytes.
# TYPE node_filesystem_free_bytes gauge
node_filesystem_free_bytes{${root}} 43000
node_filesystem_free_bytes{${data}} 1.5e+06
node_filesystem_free_bytes{${run}} 900
# HELP node_filesystem_size_bytes Filesystem size in bytes.
# TYPE node_filesystem_size_bytes gauge
node_filesystem_size_bytes{${root}} 100000
node_filesystem_size_bytes{${data}} 2e+06
node_filesystem_size_bytes{${run}} 1000
# HELP node_load1 1m load average.
# TYPE node_load1 gauge
node_load1 0.61
# HELP node_load15 15m load average.
# TYPE node_load15 gauge
node_load15 0.42
# HELP node_load5 5m load average.
# TYPE node_load5 gauge
node_load5 0.55
# HELP node_memory_MemAvailable_bytes Memory information field MemAvailable_bytes.
# TYPE node_memory_MemAvailable_bytes gauge
node_memory_MemAvailable_bytes 1.2e+10
# HELP node_memory_MemTotal_bytes Memory information field MemTotal_bytes.
# TYPE node_memory_MemTotal_bytes gauge
node_memory_MemTotal_bytes 1.6e+10
# HELP node_memory_SwapFree_bytes Memory information field SwapFree_bytes.
# TYPE node_memory_SwapFree_bytes gauge
node_memory_SwapFree_bytes 7e+08
# HELP node_memory_SwapTotal_bytes Memory information field SwapTotal_bytes.
# TYPE node_memory_SwapTotal_bytes gauge
node_memory_SwapTotal_bytes 1e+09
# HELP node_network_receive_bytes_total Network device statistic receive_bytes.
# TYPE node_network_receive_bytes_total counter
node_network_receive_bytes_total{device="lo"} 5000
node_network_receive_bytes_total{device="eth0"} 1.23456789012e+11
# HELP node_network_receive_errs_total Network device statistic receive_errs.
# TYPE node_network_receive_errs_total counter
node_network_receive_errs_total{device="lo"} 0
node_network_receive_errs_total{device="eth0"} 4
# HELP node_network_transmit_bytes_total Network device statistic transmit_bytes.
# TYPE node_network_transmit_bytes_total counter
node_network_transmit_bytes_total{device="lo"} 5000
node_network_transmit_bytes_total{device="eth0"} 9.87654321e+09
# HELP node_network_transmit_errs_total Network device statistic transmit_errs.
# TYPE node_network_transmit_errs_total counter
node_network_transmit_errs_total{device="lo"} 0
node_network_transmit_errs_total{device="eth0"} 3
# HELP node_scrape_collector_duration_seconds node_exporter: Duration of a collector scrape.
# TYPE node_scrape_collector_duration_seconds gauge
node_scrape_collector_duration_seconds{collector="cpu"} 0.000345
# HELP promhttp_metric_handler_requests_total Total number of scrapes by HTTP status code.
# TYPE promhttp_metric_handler_requests_total counter
promhttp_metric_handler_requests_total{code="200"} 12034
promhttp_metric_handler_requests_total{code="500"} 0`;
