import { availableParallelism, cpus } from "node:os";
import { serve } from "@aiecs/core/testing";
import { describe, expect, it } from "vitest";
import { createLocalMachine, type Machine } from "#metrics/machine.ts";
import { collectCpuMetricsInput, collectCpuMetricsOutput } from "#schemas/collect-cpu-metrics.ts";
import { answerInTurn, prometheusText } from "#testing-fixtures/answers.ts";
import { nodeExporterPage, plantedFacts } from "#testing-fixtures/node-exporter-page.ts";
import { createScraperContext } from "#testing-fixtures/test-context.ts";
import { collectCpuMetrics } from "./collect-cpu-metrics.ts";

const interval_s = 0.05;

async function collectFrom(pages: readonly string[]) {
  await using server = await serve(answerInTurn(pages, prometheusText));
  await using context = createScraperContext([server.host]);
  return collectCpuMetricsOutput.parse(await collectCpuMetrics({ endpoint: server.url, interval_s }, context));
}

/** A machine whose /proc/stat says one thing after another. */
function machineWith(...stats: readonly string[]): Machine {
  let next = 0;
  return {
    ...createLocalMachine(),
    readProc: async (path) => (path === "stat" ? (stats[next++] ?? "") : "0.61 0.55 0.42 2/345 6789\n"),
  };
}

async function collectLocal(machine?: Machine) {
  await using context = createScraperContext();
  return collectCpuMetricsOutput.parse(await collectCpuMetrics({ endpoint: "local", interval_s }, context, machine));
}

describe("collecting CPU metrics", () => {
  it("tells use from two pages of an exporter, core by core in their order", async () => {
    const found = await collectFrom([nodeExporterPage(1), nodeExporterPage(2)]);
    const { usage_percent, per_core, load_average } = plantedFacts.cpu;
    expect(found.usage_percent).toBeCloseTo(usage_percent, 6);
    expect(found.per_core).toEqual(per_core.map((percent) => expect.closeTo(percent, 6)));
    expect(found.load_average).toEqual(load_average);
    expect(Object.keys(found)).toEqual(["usage_percent", "per_core", "load_average", "time"]);
    expect(Math.abs(Date.parse(found.time) - Date.now())).toBeLessThan(10_000);
  });

  it("takes the pages a second apart unless told otherwise", () => {
    expect(collectCpuMetricsInput.parse({ endpoint: "local" })).toEqual({ endpoint: "local", interval_s: 1 });
    expect(() => collectCpuMetricsInput.parse({ endpoint: "local", interval_s: 0 })).toThrow(/interval_s/);
  });

  it("waits between the readings, and says that it does", async () => {
    const moments: number[] = [];
    await using server = await serve((_request, response) => {
      moments.push(performance.now());
      response.end(nodeExporterPage(moments.length === 1 ? 1 : 2));
    });
    await using context = createScraperContext([server.host]);
    await collectCpuMetrics({ endpoint: server.url, interval_s }, context);
    expect(moments).toHaveLength(2);
    expect((moments[1] ?? 0) - (moments[0] ?? 0)).toBeGreaterThan(45);
    expect(context.progressed).toEqual([{ fraction: 0.5, message: "First of two readings" }]);
  });

  it("tells use from two readings of /proc/stat: guests counted once, waiting for disks not at all", async () => {
    const line = (core: number, ticks: readonly number[]) => `cpu${core} ${ticks.join(" ")}`;
    const stat = (...cores: readonly string[]) => `cpu  9 9 9 9\n${cores.join("\n")}\nintr 5\ncpufreq 1\n`;
    const found = await collectLocal(
      machineWith(
        stat(line(0, [100, 10, 50, 1000, 70, 1, 2, 3, 40, 5]), line(1, [0, 0, 0, 500, 0, 0, 0, 0, 0, 0])),
        // iowait of core 0 goes back, as the kernel may let it; core 1 is off, core 2 came.
        stat(line(0, [120, 15, 55, 1060, 65, 3, 4, 9, 60, 10]), line(2, [5, 0, 0, 5, 0, 0, 0, 0, 0, 0])),
      ),
    );
    expect(found).toMatchObject({ usage_percent: 40, per_core: [40], load_average: [0.61, 0.55, 0.42] });
  });

  it("says when counters stand still or start anew, rather than invent a figure", async () => {
    await expect(collectFrom([nodeExporterPage(1)])).rejects.toMatchObject({
      code: "E001",
      message: expect.stringContaining("stand still between the two readings: take a longer interval_s"),
    });
    await expect(collectFrom([nodeExporterPage(2), nodeExporterPage(1)])).rejects.toMatchObject({
      message: expect.stringContaining("started anew"),
      retryable: true,
    });
  });

  it("names all that a page lacks, and a series that it tells twice or wrongly", async () => {
    await expect(collectFrom(["up 1\nnode_load1 1\n"])).rejects.toThrow(
      /: expected the metrics of a node_exporter, found no node_cpu_seconds_total, node_load5, node_load15$/,
    );
    const page = nodeExporterPage(1);
    await expect(collectFrom([`${page}node_load1{instance="b"} 3\n`])).rejects.toThrow(
      "expected the page of one machine, received this metric 2 times",
    );
    const twice = `${page}node_cpu_seconds_total{cpu="0",mode="idle",instance="b"} 3\n`;
    await expect(collectFrom([twice])).rejects.toThrow(/cpu="0",mode="idle",instance="b"}: .* this series twice/);
    await expect(collectFrom([page.replace("node_load1 0.61", "node_load1 NaN")])).rejects.toThrow(
      "node_load1: expected a number from 0 on, received NaN",
    );
    await expect(collectFrom([page.replaceAll('cpu="0",', "")])).rejects.toThrow("expected a label cpu, received none");
  });

  it.runIf(process.platform === "linux")("tells of this machine", async () => {
    const found = await collectLocal();
    expect(found.per_core).toHaveLength(Math.max(cpus().length, availableParallelism()));
    expect(found.usage_percent).toBeGreaterThan(0);
  });

  it("[TOOL-8] stops waiting when told to", async () => {
    await using context = createScraperContext();
    const started = performance.now();
    setTimeout(() => context.abort(), 20);
    await expect(collectCpuMetrics({ endpoint: "local", interval_s: 30 }, context)).rejects.toThrow(/abort/i);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it("says what a system without /proc can do", async () => {
    await expect(collectLocal(createLocalMachine({ procFolder: "/nowhere" }))).rejects.toMatchObject({
      code: "E001",
      message: expect.stringMatching(/'local' needs \/nowhere\/stat, which this system .* address of a node_exporter/),
    });
  });
});
