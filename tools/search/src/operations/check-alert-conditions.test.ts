import { TaskStepResult } from "@aiecs/core";
import { describe, expect, it } from "vitest";
import { type CheckAlertConditionsInput, checkAlertConditionsInput } from "#schemas/check-alert-conditions.ts";
import {
  anomaliesAt,
  busyCpu,
  cpuTrends,
  failedStep,
  failurePrediction,
  memoryUsage,
  stepResult,
} from "#testing-fixtures/analyses.ts";
import { type OpenContextOptions, openContext } from "#testing-fixtures/open-context.ts";
import { checkAlertConditions } from "./check-alert-conditions.ts";

async function check(input: CheckAlertConditionsInput, options: OpenContextOptions = {}) {
  await using context = openContext(options);
  return checkAlertConditions(checkAlertConditionsInput.parse(input), context);
}

const rulesOf = (result: { readonly alerts: readonly { readonly rule: string; readonly severity: string }[] }) =>
  result.alerts.map(({ rule, severity }) => `${rule} ${severity}`);

describe("check_alert_conditions", () => {
  it("finds nothing where all is well, and says what it looked at", async () => {
    const analysis = [cpuTrends(), memoryUsage(), anomaliesAt(), failurePrediction()];
    expect(await check({ analysis })).toEqual({
      alerts: [],
      checked: ["analyze_cpu_trends", "analyze_memory_usage", "detect_anomalies", "predict_failures"].map((kind) => ({
        source: kind,
        kind,
        status: "ok",
        alerts: 0,
      })),
      notes: [],
    });
  });

  it.each([
    ["a busy processor", busyCpu(97), "cpu_high critical", 97, 90],
    ["a rather busy processor", busyCpu(80), "cpu_high warning", 80, 75],
    ["usage that rises towards the threshold", cpuTrends({ status: "warning" }), "cpu_rising warning", 42, 75],
    [
      "memory that is nearly full",
      memoryUsage({ level: "critical", used_percent: 97 }),
      "memory_high critical",
      97,
      95,
    ],
    [
      "a leak",
      memoryUsage({ leak: true, status: "warning", growth_per_second: 1_024, full_in_seconds: 7_200 }),
      "memory_leak warning",
      1_024,
      0,
    ],
    [
      "an anomaly among the last three samples",
      anomaliesAt({ index: 57, value: 70, score: 4 }),
      "anomaly_recent warning",
      70,
      3.5,
    ],
    ["a grave anomaly", anomaliesAt({ index: 59, value: 99, score: -12 }), "anomaly_recent critical", 99, 3.5],
    [
      "a failure ahead",
      failurePrediction({ failure_expected: true, status: "warning", time_to_threshold: { samples: 5, time: null } }),
      "failure_predicted warning",
      60,
      90,
    ],
    [
      "a threshold that is passed",
      failurePrediction({
        failure_expected: true,
        status: "critical",
        time_to_threshold: { samples: 0, time: null },
        current: { time: null, value: 93 },
      }),
      "failure_predicted critical",
      93,
      90,
    ],
    [
      "a failure that is likely without being forecast",
      failurePrediction({ status: "warning", probability: 0.6 }),
      "failure_predicted warning",
      60,
      90,
    ],
  ])("by default tells of %s", async (_, analysis, expected, value, threshold) => {
    const result = await check({ analysis });
    expect(rulesOf(result)).toEqual([expected]);
    expect(result.alerts[0]).toMatchObject({ value, threshold, id: expect.stringMatching(/^alert_[0-9a-f]{24}$/) });
    expect(result.alerts[0]?.message).not.toMatch(/undefined|null|NaN/);
  });

  it("says nothing of anomalies that are past, whichever way the table runs", async () => {
    expect(rulesOf(await check({ analysis: anomaliesAt({ index: 12, value: 99, score: 12 }) }))).toEqual([]);
    const newestFirst = { ...anomaliesAt({ index: 1, value: 99, score: 5 }), latest: { index: 0, time: null } };
    expect(rulesOf(await check({ analysis: newestFirst }))).toEqual(["anomaly_recent warning"]);
  });

  it("tells of each series by itself, and puts the gravest first", async () => {
    const series = (name: string, status: string) => ({
      ...failurePrediction({ series: name, status, failure_expected: status !== "ok" }),
    });
    const prediction = failurePrediction({
      by_series: [series("/", "warning"), series("/data", "ok"), series("/var", "critical")],
    });
    const { alerts } = await check({
      analysis: [prediction, anomaliesAt({ index: 59, value: 70, score: 4, series: "eth0" })],
    });
    expect(alerts.map(({ series, severity }) => [series, severity])).toEqual([
      ["/var", "critical"],
      ["/", "warning"],
      ["eth0", "warning"],
    ]);
    expect(new Set(alerts.map(({ id }) => id)).size).toBe(3);
  });

  it("[CASE-3] takes step results as objects and in the wire form; a failed step is an alert, a cancelled one a note", async () => {
    const steps = [
      new TaskStepResult({
        step: "parallel_0_stats_tool.analyze_cpu_trends",
        result: busyCpu(),
        completed: true,
        status: "completed",
      }),
      stepResult("parallel_1_stats_tool.analyze_memory_usage", memoryUsage()),
      failedStep("parallel_2_stats_tool.detect_anomalies"),
      failedStep("parallel_3_stats_tool.predict_failures", {
        status: "cancelled",
        error_code: "E004",
        error_message: "a step it needs failed",
      }),
    ];
    const result = await check({ analysis: steps });
    expect(rulesOf(result)).toEqual(["cpu_high critical", "step_failed warning"]);
    expect(result.checked.map(({ source, status }) => `${source} ${status}`)).toEqual([
      "stats_tool.analyze_cpu_trends alert",
      "stats_tool.analyze_memory_usage ok",
      "stats_tool.detect_anomalies failed",
      "stats_tool.predict_failures skipped",
    ]);
    expect(result.alerts[1]).toMatchObject({
      message: expect.stringContaining("(E003): the exporter is gone"),
      value: "E003",
    });
    expect(result.notes).toEqual([
      "stats_tool.predict_failures was not checked: it is cancelled, a step it needs failed",
    ]);
    expect(await check({ analysis: JSON.parse(JSON.stringify(steps)) })).toEqual(result);
  });

  it("gives the same trouble the same id however its value moves, and another trouble another one", async () => {
    const idOf = async (analysis: object) => (await check({ analysis })).alerts[0]?.id;
    expect(await idOf(busyCpu(97))).toBe(await idOf(busyCpu(81, { current: { time: "later", value: 81 } })));
    expect(await idOf(busyCpu(97))).not.toBe(await idOf(busyCpu(97, { value_column: "load" })));
    const twins = await check({ analysis: [busyCpu(), busyCpu()] });
    expect(new Set(twins.alerts.map(({ id }) => id)).size).toBe(2);
  });

  describe("with rules of one's own", () => {
    const disks = {
      filesystems: [
        { mount: "/", used_percent: 93 },
        { mount: "/data", used_percent: 95 },
        { mount: "/var", used_percent: 3 },
      ],
      time: "t",
    };
    const full = {
      name: "disk_full",
      path: "filesystems[*].used_percent",
      operator: ">",
      threshold: 90,
      severity: "critical",
    } as const;

    it("looks at every item of a list, and knows each by its name wherever it stands", async () => {
      const { alerts } = await check({ analysis: disks, rules: [full] });
      expect(alerts.map(({ series, value }) => [series, value])).toEqual([
        ["/", 93],
        ["/data", 95],
      ]);
      const turned = await check({
        analysis: { ...disks, filesystems: disks.filesystems.toReversed() },
        rules: [full],
      });
      expect(new Set(turned.alerts.map(({ id }) => id))).toEqual(new Set(alerts.map(({ id }) => id)));
    });

    it("words what it found for people", async () => {
      const { alerts } = await check({
        analysis: disks,
        rules: [
          { ...full, title: undefined },
          { name: "root", path: "filesystems[0].used_percent", operator: ">", threshold: 90, title: "Root is full" },
        ],
      });
      expect(alerts[0]).toMatchObject({
        title: "disk_full: used_percent of / is 93",
        message: "used_percent of / is 93 at t; the rule is > 90.",
      });
      expect(alerts.at(-1)).toMatchObject({
        title: "Root is full",
        message: "filesystems[0].used_percent is 93 at t; the rule is > 90.",
      });
    });

    it("finds metrics by column and by figure, and only in the source named", async () => {
      const rule = {
        name: "warm",
        metric: "usage_percent",
        operator: ">=",
        threshold: 42,
        source: "stats_tool",
      } as const;
      const analysis = [
        stepResult("stats_tool.analyze_cpu_trends", cpuTrends()),
        stepResult("scraper_tool.collect_cpu_metrics", { usage_percent: 99 }),
      ];
      expect((await check({ analysis, rules: [rule] })).alerts.map(({ source, value }) => [source, value])).toEqual([
        ["stats_tool.analyze_cpu_trends", 42],
      ]);
      const anywhere = await check({ analysis, rules: [{ ...rule, source: undefined, threshold: 50 }] });
      expect(anywhere.alerts.map(({ value }) => value)).toEqual([99]);
    });

    it.each([
      [">", 42, false],
      [">=", 42, true],
      ["<", 42.1, true],
      ["<=", 41, false],
      ["==", 42, true],
      ["!=", 42, false],
    ] as const)("compares 42 %s %d: %j", async (operator, threshold, expected) => {
      const rules = [{ name: "r", path: "current.value", operator, threshold }];
      expect((await check({ analysis: cpuTrends(), rules })).alerts.length === 1).toBe(expected);
    });

    it("compares words and truth for equality", async () => {
      const rules = [
        { name: "word", path: "status", operator: "!=", threshold: "ok" },
        { name: "truth", path: "leak", operator: "==", threshold: false },
      ] as const;
      expect(rulesOf(await check({ analysis: memoryUsage({ status: "warning" }), rules }))).toEqual([
        "word warning",
        "truth warning",
      ]);
    });

    it("waits with `for` until the condition has held long enough over successive checks, for each user alone", async () => {
      let now = 0;
      await using context = openContext({ now: () => now });
      const params = checkAlertConditionsInput.parse({ analysis: disks, rules: [{ ...full, for: 120 }] });
      const count = (analysis: object = disks, userId?: string) =>
        checkAlertConditions({ ...params, analysis }, { instance: context.instance, userId }).alerts.length;
      expect(count()).toBe(0);
      now = 119_000;
      expect(count()).toBe(0);
      now = 120_000;
      expect(count()).toBe(2);
      expect(count(disks, "somebody else")).toBe(0);
      expect(count({ ...disks, filesystems: [] })).toBe(0);
      now = 500_000;
      expect(count()).toBe(0);
    });

    it("stands in for a default rule of the same name, and for all of them on request", async () => {
      const lenient = [{ name: "cpu_high", path: "current.value", operator: ">", threshold: 98 }] as const;
      expect(rulesOf(await check({ analysis: busyCpu(97), rules: lenient }))).toEqual([]);
      expect(rulesOf(await check({ analysis: busyCpu(97), default_rules: false }))).toEqual([]);
    });

    it("takes rules of the config, too; those of the call go before them", async () => {
      const config = { rules: [full, { ...full, name: "other", threshold: 94 }] };
      expect((await check({ analysis: disks }, { config })).alerts).toHaveLength(3);
      expect((await check({ analysis: disks, rules: [{ ...full, threshold: 99 }] }, { config })).alerts).toHaveLength(
        1,
      );
    });

    it("says which rules found nothing to look at, and what could not be compared", async () => {
      const rules = [
        { name: "a", metric: "used_percnt", operator: ">", threshold: 1 },
        { name: "b", path: "level", operator: ">", threshold: 1 },
        { name: "c", path: "__proto__.x", operator: ">", threshold: 1 },
        { name: "d", path: "x", operator: ">", threshold: 1, source: "nobody" },
      ] as const;
      expect((await check({ analysis: memoryUsage(), rules })).notes).toEqual([
        'rule "b": expected a number at level of analyze_memory_usage, received a string',
        'rule "a" found nothing to look at: no result has used_percnt; did you mean used_percent?',
        'rule "c" found nothing to look at: no result has __proto__.x',
        'rule "d" found nothing to look at: no result has x of nobody',
      ]);
    });

    it("reports all mistakes at once", () => {
      const rules = [
        { name: "", operator: "=>", threshold: null, colour: "red" },
        { name: "two", path: "a", metric: "b", operator: ">", threshold: "high" },
        { name: "two", path: "a..b", operator: ">", threshold: 1, severity: "awful", for: -1 },
      ];
      const { error } = checkAlertConditionsInput.safeParse({ analysis: {}, rules });
      const told = error?.issues.map(({ path, message }) => `${path.slice(1).join(".")}: ${message}`).join("\n") ?? "";
      for (const part of [
        "0.name",
        "0.operator",
        "0.threshold",
        "colour",
        "0: expected either path or metric",
        "1: expected either path or metric",
      ]) {
        expect(told).toContain(part);
      }
      for (const part of [
        "1.threshold: expected a number, since > compares",
        "2.path",
        "2.severity",
        "2.for",
        '"two" twice',
      ]) {
        expect(told).toContain(part);
      }
    });
  });

  it("refuses what is no result, naming each", async () => {
    await expect(check({ analysis: [cpuTrends(), 5, [1]] })).rejects.toThrow(
      "Invalid analysis: analysis[1]: expected a result or a step result, received a number; analysis[2]: expected a result or a step result, received a list of 1",
    );
    expect(checkAlertConditionsInput.safeParse({ analysis: "high" }).error?.issues[0]?.message).toContain(
      'received "high"',
    );
  });

  it("takes hostile and empty results for what they are", async () => {
    const hostile = JSON.parse('{"__proto__": {"leak": true}, "anomalies": [null, 5, {"index": "x"}], "latest": null}');
    expect((await check({ analysis: hostile })).alerts).toEqual([]);
    expect(await check({ analysis: [] })).toEqual({ alerts: [], checked: [], notes: [] });
    expect((await check({ analysis: stepResult("a.b", 42) })).checked).toMatchObject([
      { kind: "result", status: "ok" },
    ]);
  });
});
