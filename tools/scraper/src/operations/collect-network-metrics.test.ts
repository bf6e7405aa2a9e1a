import { networkInterfaces } from "node:os";
import { describe, expect, it } from "vitest";
import { createLocalMachine } from "#metrics/machine.ts";
import { collectNetworkMetricsOutput } from "#schemas/collect-network-metrics.ts";
import { collectFrom, machineWith, type Source } from "#testing-fixtures/collect-from.ts";
import { nodeExporterPage, plantedFacts } from "#testing-fixtures/node-exporter-page.ts";
import { collectNetworkMetrics } from "./collect-network-metrics.ts";

const page = nodeExporterPage(1);
const network = async (source: Source) =>
  collectNetworkMetricsOutput.parse(await collectFrom(collectNetworkMetrics, source));

describe("collecting network metrics", () => {
  it("reads the page of an exporter", async () => {
    expect((await network({ page })).interfaces).toEqual(plantedFacts.interfaces);
  });

  it("reads /proc/net/dev, names with colons and crowded columns too", async () => {
    const dev = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo:     500       9    0    0    0     0          0         0      500       9    0    0    0     0       0          0
eth0:1:123456789012 42    4    9    9     9          9         9     2000       9    3    9    9     9       9          9
`;
    expect((await network({ machine: machineWith(dev) })).interfaces).toEqual([
      { name: "eth0:1", received_bytes: 123_456_789_012, sent_bytes: 2000, errors: 7 },
      { name: "lo", received_bytes: 500, sent_bytes: 500, errors: 0 },
    ]);
  });

  it.runIf(process.platform === "linux")("tells of this machine's interfaces", async () => {
    const names = (await network({})).interfaces.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(Object.keys(networkInterfaces())));
    expect(names).toEqual(names.toSorted());
  });

  it("names the counter that an interface lacks", async () => {
    const torn = page.replace('node_network_transmit_errs_total{device="eth0"} 3\n', "");
    await expect(network({ page: torn })).rejects.toThrow(
      /receive_bytes_total{device="eth0"}: expected a node_network_transmit_errs_total with the same labels/,
    );
  });

  it("says what a system without /proc can do", async () => {
    const machine = createLocalMachine({ procFolder: "/nowhere" });
    await expect(network({ machine })).rejects.toThrow(/'local' needs \/nowhere\/.* address of a node_exporter/);
  });
});
