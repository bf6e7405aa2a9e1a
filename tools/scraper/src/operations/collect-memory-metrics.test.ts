import { totalmem } from "node:os";
import { answer, serve } from "@aiecs/core/testing";
import { describe, expect, it } from "vitest";
import { createLocalMachine } from "#metrics/machine.ts";
import { collectMemoryMetricsOutput } from "#schemas/collect-memory-metrics.ts";
import { collectFrom, machineWith, type Source } from "#testing-fixtures/collect-from.ts";
import { nodeExporterPage, plantedFacts } from "#testing-fixtures/node-exporter-page.ts";
import { createScraperContext } from "#testing-fixtures/test-context.ts";
import { collectMemoryMetrics } from "./collect-memory-metrics.ts";

const page = nodeExporterPage(1);
const memory = async (source: Source) =>
  collectMemoryMetricsOutput.parse(await collectFrom(collectMemoryMetrics, source));

describe("collecting memory metrics", () => {
  it("reads the page of an exporter", async () => {
    const { time, ...found } = await memory({ page });
    expect(found).toEqual(plantedFacts.memory);
    expect(Math.abs(Date.parse(time) - Date.now())).toBeLessThan(10_000);
  });

  it("reads /proc/meminfo", async () => {
    const meminfo = `MemTotal:       1000 kB\nMemFree:         100 kB\nMemAvailable:    250 kB\nSwapTotal:       400 kB
SwapFree:        390 kB\nHugePages_Total:       0\n`;
    expect(await memory({ machine: machineWith(meminfo) })).toMatchObject({
      total_bytes: 1_024_000,
      available_bytes: 256_000,
      used_bytes: 768_000,
      used_percent: 75,
      swap_used_bytes: 10_240,
    });
    await expect(memory({ machine: machineWith("MemTotal: 5 kB\n") })).rejects.toThrow(
      "'local' finds no MemAvailable, SwapTotal, SwapFree in meminfo",
    );
  });

  it.runIf(process.platform === "linux")("tells of this machine what the system tells", async () => {
    const found = await memory({});
    expect(found.total_bytes).toBe(totalmem());
    expect(found.used_bytes + found.available_bytes).toBe(found.total_bytes);
    expect(found.used_percent).toBeGreaterThan(0);
  });

  it("refuses figures that cannot be, and names what is missing", async () => {
    await expect(memory({ page: page.replace("MemTotal_bytes 1.6e+10", "MemTotal_bytes 0") })).rejects.toThrow(
      /expected no more memory to be available than there is, received MemTotal 0, MemAvailable 12000000000/,
    );
    await expect(memory({ page: page.replace("SwapFree_bytes 7e+08", "SwapFree_bytes -1") })).rejects.toThrow(
      "node_memory_SwapFree_bytes: expected a number from 0 on, received -1",
    );
    await expect(memory({ page: "up 1\n" })).rejects.toThrow(
      "found no node_memory_MemTotal_bytes, node_memory_MemAvailable_bytes, node_memory_SwapTotal_bytes, node_memory_SwapFree_bytes",
    );
  });

  it("takes the same metrics as JSON", async () => {
    const sizes = { MemTotal: 100, MemAvailable: 60, SwapTotal: 10, SwapFree: 10 };
    const metrics = Object.entries(sizes).map(([name, value]) => [`node_memory_${name}_bytes`, value]);
    await using server = await serve(
      answer(JSON.stringify(Object.fromEntries(metrics)), { "content-type": "application/json" }),
    );
    await using context = createScraperContext([server.host], { endpoints: { metrics_api: server.url } });
    expect(await collectMemoryMetrics({ endpoint: "metrics_api" }, context)).toMatchObject({ used_percent: 40 });
  });

  it("says what a system without /proc can do", async () => {
    const machine = createLocalMachine({ procFolder: "/nowhere" });
    await expect(memory({ machine })).rejects.toThrow(/'local' needs \/nowhere\/.* address of a node_exporter/);
  });
});
