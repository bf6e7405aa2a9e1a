import type { OperationExample } from "@aiecs/core";

type Examples = readonly OperationExample[];

export const calculateTrends: Examples = [
  { title: "Bare numbers", params: { data: [12, 14, 13, 17, 19, 18, 22, 24] } },
  {
    title: "Records with moments",
    params: {
      data: [
        { date: "2026-01-01", price: 10.5 },
        { date: "2026-01-02", price: 10.1 },
        { date: "2026-01-03", price: 9.8 },
        { date: "2026-01-04", price: 9.9 },
        { date: "2026-01-05", price: 9.1 },
        { date: "2026-01-06", price: 8.7 },
      ],
      value_column: "price",
    },
  },
];

export const detectAnomalies: Examples = [
  { title: "One value far from the rest", params: { data: [10, 11, 9, 10, 12, 10, 48, 11, 9, 10] } },
  {
    title: "Tukey's outer fences",
    params: { data: [10, 11, 9, 10, 12, 10, 48, 11, 9, 10], method: "iqr", threshold: 3 },
  },
];

export const calculateMetrics: Examples = [
  {
    title: "A day's sales",
    params: {
      df: [
        { date: "2026-01-30", category: "books", quantity: 2, amount: 31.8 },
        { date: "2026-01-30", category: "games", quantity: 1, amount: 49.9 },
        { date: "2026-01-31", category: "books", quantity: 1, amount: 12.5 },
        { date: "2026-01-31", category: "games", quantity: 3, amount: 120 },
      ],
    },
  },
];

export const generateReport: Examples = [
  {
    title: "Weather",
    params: {
      title: "Week of weather",
      df: [
        { day: "2026-03-01", temperature: 7.1, sky: "rain" },
        { day: "2026-03-02", temperature: 8.4, sky: "rain" },
        { day: "2026-03-03", temperature: 9.9, sky: "sun" },
        { day: "2026-03-04", temperature: 11.2, sky: "sun" },
        { day: "2026-03-05", temperature: null, sky: "sun" },
        { day: "2026-03-06", temperature: 12.8, sky: "fog" },
      ],
    },
  },
];

export const analyzeCpuTrends: Examples = [
  {
    title: "One sample",
    params: {
      data: {
        usage_percent: 93.5,
        per_core: [99, 88],
        load_average: [3.2, 2.1, 1.4],
        time: "2026-01-31T12:00:00Z",
      },
    },
  },
  { title: "Several samples", params: { data: [35, 38, 36, 41, 45, 44, 49, 52] } },
];

export const analyzeMemoryUsage: Examples = [
  {
    title: "A leak",
    params: {
      data: [520, 533, 541, 556, 560, 574, 588, 597, 611, 620].map((megabytes, minute) => ({
        used_bytes: megabytes * 2 ** 20,
        total_bytes: 2 ** 30,
        time: new Date(Date.UTC(2026, 0, 31, 12, minute)).toISOString(),
      })),
    },
  },
];

export const predictFailures: Examples = [
  {
    title: "A disk that fills",
    params: {
      data: [70.2, 71.0, 71.9, 72.7, 73.8, 74.5, 75.4, 76.1, 77.2, 78.0, 78.7, 79.8].map((used_percent, day) => ({
        used_percent,
        time: new Date(Date.UTC(2026, 0, 1 + day)).toISOString(),
      })),
      threshold: 90,
    },
  },
];
