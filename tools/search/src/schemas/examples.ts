import type { OperationExample } from "@aiecs/core";

type Examples = readonly OperationExample[];

const time = "2026-01-30T12:00:00Z";

const anomalies = {
  anomalies: [{ index: 58, time, value: 97.5, score: 9.1, expected: 41, series: null }],
  latest: {
    index: 59,
    time: "2026-01-30T12:01:00Z",
    value: 42,
    score: 0.2,
    expected: 41,
    series: null,
    anomalous: false,
  },
  threshold: 3.5,
  method: "robust_z",
  value_column: "usage_percent",
};

export const checkAlertConditionsExamples: Examples = [
  { title: "An anomaly among the newest samples", params: { analysis: anomalies } },
  {
    title: "A rule of one's own for what collectors return",
    params: {
      analysis: {
        filesystems: [
          { mount: "/", used_percent: 93.5 },
          { mount: "/data", used_percent: 40 },
        ],
        time,
      },
      rules: [
        { name: "disk_full", path: "filesystems[*].used_percent", operator: ">", threshold: 90, severity: "critical" },
      ],
    },
  },
];

export const sendAlertExamples: Examples = [
  { title: "Anomalies to the log", params: { anomalies, channel: "console" } },
];

export const sendNotificationsExamples: Examples = [
  {
    title: "An alert as a line of a file",
    params: {
      alerts: [{ title: "Disk full: / is 93.5 % used", severity: "critical" }],
      channel: { type: "file", path: "alerts.jsonl" },
    },
  },
];

export const updateDashboardExamples: Examples = [
  {
    title: "A page of one machine",
    params: { metrics: { usage_percent: 41.5, load_average: [0.6, 0.5, 0.4], time }, title: "web-1" },
  },
];

export const personalizeExamples: Examples = [
  {
    title: "What to read next",
    params: {
      content: "Solar panels and home batteries store energy for the night.",
      profile: { interests: ["batteries"], seen: ["a1"] },
      catalog: [
        { id: "a1", title: "Solar energy at home" },
        { id: "a2", title: "How batteries store energy" },
        { id: "a3", title: "Baking bread" },
      ],
    },
  },
];

export const searchWebExamples: Examples = [
  { title: "A search (needs a provider in the config)", params: { query: "home batteries", top_k: 3 } },
];
