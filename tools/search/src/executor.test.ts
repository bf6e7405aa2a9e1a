import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createExecutor, type OperationExample, type Tool } from "@aiecs/core";
import { defineOperation, defineTool } from "@aiecs/core/toolkit";
import { describe, expect, it } from "vitest";
import { anomaliesAt, busyCpu, cpuTrends, memoryUsage } from "#testing-fixtures/analyses.ts";
import { openReceiver, type Receiver, verifies } from "#testing-fixtures/receiver.ts";
import searchTool from "./index.ts";

const examples = Object.entries(searchTool.operations).flatMap(([name, { examples = [] }]) =>
  examples.map((example: OperationExample) => [name, example.title, example.params] as const),
);

/** Stands for the stats tool: gives what each test plants. */
function analyses(results: Readonly<Record<string, () => unknown>>): Tool {
  const operation = (give: () => unknown) =>
    defineOperation({ description: "Gives what was planted.", inputSchema: {}, execute: give });
  const operations = Object.fromEntries(Object.entries(results).map(([name, give]) => [name, operation(give)]));
  return defineTool({ name: "stats_tool", description: "Planted results.", version: "1.0.0", operations });
}

type Setup = {
  readonly tools?: readonly Tool[];
  readonly settings?: object;
  readonly environment?: Record<string, string>;
  readonly receiver?: Receiver;
  readonly retry?: { readonly max_attempts: number };
};

function openExecutor({ tools = [], settings = {}, environment = {}, receiver, retry }: Setup, folder: string) {
  const network = { allow: receiver ? [receiver.host] : [] };
  const config = { roots: [folder], artifacts_folder: join(folder, "runs"), network, ...(retry && { retry }) };
  return createExecutor({ tools: [searchTool, ...tools], environment, toolConfig: { search_api: settings }, config });
}

async function withExecutor(
  setup: Setup,
  work: (executor: ReturnType<typeof openExecutor>, folder: string) => Promise<void>,
) {
  const folder = await mkdtemp(join(tmpdir(), "aiecs-search-"));
  try {
    await using executor = openExecutor(setup, folder);
    await work(executor, folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const channels = (receiver: Receiver) => ({ ops: { type: "webhook", url: receiver.url, secret: "receiver's secret" } });
const delivery = { backoff_ms: 1 };

describe("search_api on an executor", () => {
  it.each(examples)("[TOOL-1] runs the example of %s: %s", async (name, _title, params) => {
    await using receiver = await openReceiver(
      (response) => void response.end('{"results": [{"title": "t", "url": "https://example.com/"}]}'),
    );
    const settings = { provider: { type: "searxng", url: receiver.url } };
    await withExecutor({ settings, receiver }, async (executor, folder) => {
      const path =
        "channel" in params && typeof params.channel === "object"
          ? { channel: { type: "file", path: join(folder, "alerts.jsonl") } }
          : {};
      const result = await executor.executeOperation(`search_api.${name}`, { ...params, ...path });
      expect(JSON.stringify(result)).not.toMatch(/:(NaN|-?Infinity)/);
      const kind = name.startsWith("send_")
        ? { delivered: true }
        : name === "check_alert_conditions"
          ? { alerts: [{ severity: "critical" }] }
          : {};
      expect(result).toMatchObject(kind);
    });
  });

  it("[SCN-3] pushes an alert as the scenario writes it", async () => {
    await using receiver = await openReceiver();
    const tool = analyses({ detect_anomalies: () => anomaliesAt({ index: 50, value: 99, score: 9 }) });
    await withExecutor(
      { tools: [tool], settings: { channels: channels(receiver), delivery }, receiver },
      async (executor) => {
        const steps = await executor.executeParallelOperations([
          { operation: "stats_tool.detect_anomalies", params: { data: [1] } },
          { operation: "search_api.send_alert", params: { anomalies: "$result[0]" } },
        ]);
        expect(steps[1]?.result).toMatchObject({ channel: "ops", delivered: true, status: "sent" });
      },
    );
    expect(receiver.received).toHaveLength(1);
  });

  it("[CASE-3] tells a receiver once of a fault that lasts several cycles, and keeps the page up to date", async () => {
    await using receiver = await openReceiver();
    let usage = 40;
    const tool = analyses({
      analyze_cpu_trends: () => (usage > 75 ? busyCpu(usage) : cpuTrends({ current: { time: null, value: usage } })),
      analyze_memory_usage: () => memoryUsage(),
      detect_anomalies: () => anomaliesAt(),
    });
    const settings = { channels: channels(receiver), delivery, dashboard: {} };
    await withExecutor({ tools: [tool], settings, receiver }, async (executor, folder) => {
      const cycle = async (number: number) => {
        const analysis_results = await executor.executeParallelOperations(
          ["analyze_cpu_trends", "analyze_memory_usage", "detect_anomalies"].map((name) => ({
            operation: `stats_tool.${name}`,
            params: {},
          })),
        );
        const metrics = [{ usage_percent: usage, time: new Date(number * 60_000).toISOString() }];
        const operations = [
          { operation: "search_api.check_alert_conditions", params: { analysis: analysis_results } },
          { operation: "search_api.send_notifications", params: { alerts: "$result[0]" } },
          { operation: "search_api.update_dashboard", params: { metrics, output_path: join(folder, "live.html") } },
        ];
        const steps = await executor.executeOperationsSequence(operations, "system_monitor", `monitoring_${number}`);
        expect(steps.map(({ errorMessage }) => errorMessage)).toEqual([null, null, null]);
        return steps.map(({ result }) => result);
      };
      expect((await cycle(0))[1]).toMatchObject({ status: "nothing_to_send" });
      usage = 97;
      expect((await cycle(1))[1]).toMatchObject({ status: "sent", alerts: [expect.any(String)] });
      for (const number of [2, 3]) expect((await cycle(number))[1]).toMatchObject({ status: "suppressed" });
      expect(await readFile(join(folder, "live.html"), "utf8")).toContain("4 values from");
    });
    expect(receiver.received).toHaveLength(1);
    const [got] = receiver.received;
    expect(got && verifies(got, "receiver's secret")).toBe(true);
    expect(JSON.parse(got?.body ?? "")).toMatchObject({
      data: {
        task_id: "monitoring_1",
        alerts: [{ rule: "cpu_high", source: "stats_tool.analyze_cpu_trends", value: 97 }],
      },
    });
  });

  it("sends no more often than it says, whatever retries the config asks for", async () => {
    await using receiver = await openReceiver((response) => void response.writeHead(500).end());
    const settings = { channels: channels(receiver), delivery: { ...delivery, max_attempts: 2 } };
    await withExecutor({ settings, receiver, retry: { max_attempts: 5 } }, async (executor) => {
      const work = executor.executeOperation("search_api.send_notifications", { alerts: [{ title: "x" }] });
      await expect(work).rejects.toMatchObject({ code: "E003", message: expect.stringContaining("after 2 attempts") });
    });
    expect(receiver.received).toHaveLength(2);
  });

  it("never answers a check or a search from a cache", () => {
    for (const { cache } of Object.values(searchTool.operations)) expect(cache).toBeUndefined();
  });

  it("takes channels and secrets from the environment", async () => {
    await using receiver = await openReceiver();
    const environment = {
      SEARCH_API_CHANNELS: JSON.stringify({ ops: { type: "webhook", url: receiver.url } }),
      SEARCH_API_WEBHOOK_SECRET: "12345678",
    };
    await withExecutor({ environment, receiver }, async (executor) => {
      await executor.executeOperation("search_api.send_notifications", { alerts: [{ title: "x" }] });
    });
    const [got] = receiver.received;
    expect(got && verifies(got, "12345678")).toBe(true);
  });

  it("[TOOL-8] ends in time when a receiver hangs", async () => {
    await using receiver = await openReceiver(() => undefined);
    await withExecutor({ settings: { channels: channels(receiver) }, receiver }, async (executor) => {
      const work = executor.executeOperation(
        "search_api.send_notifications",
        { alerts: [{ title: "x" }] },
        { deadlineMs: 50 },
      );
      await expect(work).rejects.toMatchObject({ code: "E002" });
    });
  });

  it("writes nothing to standard output by its console channel", async () => {
    const written: unknown[] = [];
    const write = process.stdout.write;
    process.stdout.write = (chunk: string | Uint8Array) => written.push(chunk) > 0;
    try {
      await withExecutor({}, async (executor) => {
        await executor.executeOperation("search_api.send_notifications", { alerts: [{ title: "quiet please" }] });
      });
    } finally {
      process.stdout.write = write;
    }
    expect(written.join("")).not.toContain("quiet please");
  });
});
