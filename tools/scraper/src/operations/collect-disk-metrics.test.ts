import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { type Capacity, createLocalMachine, type Machine } from "#metrics/machine.ts";
import { collectDiskMetricsOutput } from "#schemas/collect-disk-metrics.ts";
import { collectFrom, machineWith, type Source } from "#testing-fixtures/collect-from.ts";
import { nodeExporterPage, plantedFacts } from "#testing-fixtures/node-exporter-page.ts";
import { createScraperContext } from "#testing-fixtures/test-context.ts";
import { collectDiskMetrics } from "./collect-disk-metrics.ts";

const page = nodeExporterPage(1);
const without = (metric: string) => page.replaceAll(new RegExp(`^${metric}.*\n`, "gm"), "");
const disk = async (source: Source) => collectDiskMetricsOutput.parse(await collectFrom(collectDiskMetrics, source));

describe("collecting disk metrics", () => {
  it("reads the page of an exporter, and leaves out what holds nothing on a disk", async () => {
    expect((await disk({ page })).filesystems).toEqual(plantedFacts.filesystems);
  });

  it("takes free and available room for the same where an exporter tells one of them", async () => {
    const [root] = (await disk({ page: without("node_filesystem_free_bytes") })).filesystems;
    expect(root).toEqual({ mount: "/", total_bytes: 100_000, used_bytes: 62_000, used_percent: 62 });
    const [other] = (await disk({ page: without("node_filesystem_avail_bytes") })).filesystems;
    expect(other).toEqual({ mount: "/", total_bytes: 100_000, used_bytes: 57_000, used_percent: 57 });
    const neither = without("node_filesystem_(free|avail)_bytes");
    await expect(disk({ page: neither })).rejects.toThrow(
      /found no node_filesystem_(avail|free)_bytes, node_filesystem/,
    );
  });

  it("lists every real filesystem of this machine once, at its shortest path, by what can be seen", async () => {
    const mountinfo = String.raw`21 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
22 21 0:21 / /proc rw - proc proc rw
23 21 0:22 / /run rw - tmpfs tmpfs rw
24 21 7:1 / /snap/core ro - squashfs /dev/loop1 ro
25 21 254:0 /var/lib /var/lib/mirror rw - ext4 /dev/vda rw
26 21 254:16 / /hidden rw - xfs /dev/vdb rw
27 26 254:32 / /hidden rw master:1 propagate_from:2 - xfs /dev/vdc rw
28 21 0:40 / /mnt/my\040disk rw - nfs4 server:/ rw
29 21 0:41 / /empty rw - fuse.thing thing rw
30 21 0:42 / /secret rw - ext4 /dev/vdd rw
`;
    const capacity = (totalBytes: number, freeBytes: number, availableBytes = freeBytes): Capacity => ({
      totalBytes,
      freeBytes,
      availableBytes,
    });
    const capacities = new Map(
      Object.entries({
        "/": capacity(1000, 500, 250),
        "/hidden": capacity(100, 100),
        "/mnt/my disk": capacity(10, 0),
        "/empty": capacity(0, 0),
      }),
    );
    const blind = machineWith(mountinfo);
    const machine: Machine = {
      ...blind,
      capacityOf: async (mount) => capacities.get(mount) ?? blind.capacityOf(mount),
    };
    await using context = createScraperContext();
    const { filesystems } = await collectDiskMetrics({ endpoint: "local" }, context, machine);
    expect(filesystems).toEqual([
      { mount: "/", total_bytes: 1000, used_bytes: 500, used_percent: expect.closeTo(66.667, 3) },
      { mount: "/hidden", total_bytes: 100, used_bytes: 0, used_percent: 0 },
      { mount: "/mnt/my disk", total_bytes: 10, used_bytes: 10, used_percent: 100 },
    ]);
    expect(context.logged).toMatchObject([{ level: "warn", fields: { mount: "/secret" } }]);
  });

  it.runIf(process.platform === "linux")("tells of this machine what df tells", async () => {
    const flags = ["--block-size=1", "--output=target,size,used,pcent", "/"];
    const [, line = ""] = execFileSync("df", flags, { encoding: "utf8" }).split("\n");
    const [mount, size, used, percent] = line.trim().split(/\s+/);
    const root = (await disk({})).filesystems.find((each) => each.mount === mount);
    expect(root?.total_bytes).toBe(Number(size));
    expect(Math.abs((root?.used_bytes ?? 0) - Number(used))).toBeLessThan(Number(size) / 100);
    expect(Math.abs((root?.used_percent ?? 0) - Number.parseInt(percent ?? "", 10))).toBeLessThan(2);
  });

  it("refuses figures that cannot be", async () => {
    const odd = page.replace('mountpoint="/"} 43000', 'mountpoint="/"} 430000');
    await expect(disk({ page: odd })).rejects.toThrow("/: expected no more room to be free than there is");
  });

  it("says what a system without /proc can do", async () => {
    const machine = createLocalMachine({ procFolder: "/nowhere" });
    await expect(disk({ machine })).rejects.toThrow(/'local' needs \/nowhere\/.* address of a node_exporter/);
  });
});
