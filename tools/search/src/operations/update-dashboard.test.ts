import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createTable } from "@aiecs/core/toolkit";
import { describe, expect, it } from "vitest";
import { type UpdateDashboardInput, updateDashboardInput } from "#schemas/update-dashboard.ts";
import { failedStep, stepResult } from "#testing-fixtures/analyses.ts";
import { type OpenContextOptions, openContext } from "#testing-fixtures/open-context.ts";
import { updateDashboard } from "./update-dashboard.ts";

const cpu = (usage: number, time: string) => ({
  usage_percent: usage,
  per_core: [usage, usage],
  load_average: [0.5, 0.4, 0.3],
  time,
});
const disks = {
  filesystems: [{ mount: "/", total_bytes: 2 ** 30, used_bytes: 2 ** 29, used_percent: 50 }],
  time: "2026-01-30T12:00:00Z",
};
const at = (minute: number) => new Date(Date.UTC(2026, 0, 30, 12, minute)).toISOString();

type Context = ReturnType<typeof openContext>;

async function update(context: Context, input: UpdateDashboardInput) {
  const result = await updateDashboard(updateDashboardInput.parse(input), context);
  return {
    result,
    page: await readFile(result.path, "utf8"),
    data: JSON.parse(await readFile(result.data.path, "utf8")),
  };
}

/** The next call of the same executor, in the same folder. */
function next(context: Context, stepIndex: number): Context {
  return { ...context, stepIndex, idempotencyKey: `test-task:${stepIndex}` };
}

const open = (config: object = {}, more: OpenContextOptions = {}) => openContext({ config, ...more });

describe("update_dashboard", () => {
  it("[CASE-3] shows the step results of collectors, and the failed ones as failed", async () => {
    await using context = open();
    const metrics = [
      stepResult("parallel_0_scraper_tool.collect_cpu_metrics", cpu(41.5, at(0))),
      stepResult("parallel_3_scraper_tool.collect_disk_metrics", disks),
      failedStep("parallel_2_scraper_tool.collect_network_metrics"),
    ];
    const { result, page } = await update(context, { metrics, title: "Cluster" });
    expect(result).toMatchObject({
      title: "Cluster",
      updates: 1,
      panels: 3,
      figures: 9,
      changed_count: 9,
      artifact: { media_type: "text/html" },
      data: { media_type: "application/json" },
    });
    for (const part of [
      "<h1>Cluster</h1>",
      "scraper_tool.collect_cpu_metrics",
      "41.5 %",
      "filesystems · / · used bytes",
      "512 MiB",
      "E003: the exporter is gone",
      'http-equiv="refresh" content="10"',
    ]) {
      expect(page).toContain(part);
    }
    expect(page).not.toContain("<svg");
  });

  it("keeps the course of each figure over several calls, bounded, and says what changed", async () => {
    await using context = open({ dashboard: { history: 3 } });
    for (let minute = 0; minute < 5; minute++)
      await update(next(context, minute), { metrics: cpu(40 + minute, at(minute)) });
    const { result, page, data } = await update(next(context, 5), { metrics: cpu(44, at(5)) });
    expect(result).toMatchObject({ updates: 6, changed: [], changed_count: 0 });
    expect(data.history['["metrics","usage_percent"]']).toEqual([
      [at(3), 43],
      [at(4), 44],
      [at(5), 44],
    ]);
    expect(page).toContain(`<title>3 values from ${at(3)} to ${at(5)}, lowest 43 %, highest 44 %</title>`);
    expect(page.match(/<polyline points="([^"]+)"/)?.[1]).toBe("2.0,34.0 80.0,2.0 158.0,2.0");
    const { result: after } = await update(next(context, 6), { metrics: { usage_percent: 50, time: at(6) } });
    expect(after.changed).toEqual([{ figure: "usage percent", from: 44, to: 50 }]);
  });

  it("goes on after a restart where it has a path, and writes page and data in one piece", async () => {
    await using context = open();
    const input = { output_path: "status/live.html" };
    await update(context, { ...input, metrics: cpu(40, at(0)) });
    await using restarted = open();
    const { result, page } = await update(
      { ...next(context, 1), instance: restarted.instance },
      { ...input, metrics: cpu(60, at(1)) },
    );
    expect(result).toMatchObject({ updates: 2, path: join(context.folder, "status/live.html") });
    expect(page).toContain("2 values from");
    expect(await readdir(join(context.folder, "status"))).toEqual(["live.html", "live.json"]);
    expect(JSON.parse(await readFile(join(context.folder, "status/live.json"), "utf8"))).toMatchObject({
      kind: "aiecs.dashboard",
      updates: 2,
    });
  });

  it("loses no update when many come at once", async () => {
    await using context = open({ dashboard: { output_path: "live.html" } });
    const updates = Array.from({ length: 12 }, (_, index) =>
      update(next(context, index), { metrics: { load: index, time: at(index) } }),
    );
    const results = await Promise.all(updates);
    expect(Math.max(...results.map(({ result }) => result.updates))).toBe(12);
    const { history } = JSON.parse(await readFile(join(context.folder, "live.json"), "utf8"));
    expect(history['["metrics","load"]']).toHaveLength(12);
  });

  it("changes nothing more when the same call runs again", async () => {
    let now = 0;
    await using context = open({}, { now: () => now });
    await update(context, { metrics: { load: 1 } });
    now = 5_000;
    const { result, data } = await update(context, { metrics: { load: 1 } });
    expect(result).toMatchObject({ updates: 1, changed_count: 0 });
    expect(Object.values(data.history)).toEqual([[["1970-01-01T00:00:00.000Z", 1]]]);
  });

  it("escapes everything, wherever it stands", async () => {
    await using context = open();
    const evil = `<script>alert("x")</script><img src=x onerror='y'>&\0`;
    const metrics = [
      stepResult(evil, { [evil]: 1, state: evil, filesystems: [{ mount: evil, used_percent: 1 }], time: evil }),
      failedStep("a.b", { error_message: evil, error_code: evil }),
      createTable([{ [evil]: evil }]),
    ];
    await update(context, { metrics, title: evil });
    const { page } = await update(next(context, 1), { metrics, title: evil });
    expect(page).not.toMatch(/<script|<img|\0/i);
    expect(page).toContain("&lt;script&gt;alert(&quot;x&quot;)");
    expect(page).toContain("default-src 'none'");
    expect(
      page.match(
        /<(?!\/?(?:html|head|meta|title|style|body|header|h1|h2|p|time|main|section|table|thead|tbody|tr|th|td|svg|polyline)\b|!doctype)/,
      ),
    ).toBeNull();
  });

  it("shows a table of metrics as figures, and any other by its first rows", async () => {
    await using context = open();
    const samples = createTable([
      { name: "up", labels: { job: "api" }, value: 1, type: "gauge" },
      { name: "heap_bytes", labels: {}, value: 2_048, type: "gauge" },
      { name: "broken", labels: {}, value: null, type: "gauge" },
    ]);
    const prices = createTable(Array.from({ length: 30 }, (_, index) => ({ day: index, price: index * 2 })));
    const { result, page } = await update(context, { metrics: [samples, prices] });
    expect(result.figures).toBe(2);
    for (const part of ["up{job=api}", "2 KiB", '<th scope="col">price</th>', "10 of 30 rows"])
      expect(page).toContain(part);
  });

  it("shows what there is room for, and says what was left out", async () => {
    await using context = open();
    const wide = Object.fromEntries(Array.from({ length: 700 }, (_, index) => [`figure_${index}`, index]));
    const { result } = await update(context, { metrics: wide });
    expect(result).toMatchObject({ figures: 500, notes: ["metrics: 500 of its 700 figures are shown"] });
    expect(result.changed).toHaveLength(50);
  });

  it("[TOOL-6] writes nowhere outside the roots, and over nothing that is not its own", async () => {
    await using context = open();
    const metrics = { load: 1 };
    await expect(update(context, { metrics, output_path: "../x.html" })).rejects.toMatchObject({ code: "E001" });
    await writeFile(join(context.folder, "sales.json"), '{"sales": []}');
    await expect(update(context, { metrics, output_path: "sales.html" })).rejects.toThrow(
      "is not the data of a dashboard and would be written over",
    );
    expect(await readdir(context.folder)).not.toContain("sales.html");
  });

  it("refuses what shows nothing", async () => {
    await using context = open();
    await expect(update(context, { metrics: [] })).rejects.toThrow(
      "expected at least one result, received an empty list",
    );
    await expect(update(context, { metrics: [7] })).rejects.toThrow(
      "metrics[0]: expected a result or a step result, received a number",
    );
    expect(updateDashboardInput.safeParse({ metrics: {}, output_path: "x.pdf" }).error?.issues[0]?.message).toBe(
      "expected a path that ends in .html",
    );
  });
});
