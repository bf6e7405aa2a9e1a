/** Results as the analyses of the stats tool give them; each takes what is to be different. */

const info = {
  value_column: "usage_percent",
  time_column: "time",
  series_column: null,
  rows: 60,
  skipped_rows: 0,
  notes: [],
};
const now = "2026-01-30T12:00:00Z";

export function cpuTrends(changes: object = {}): object {
  return {
    ...info,
    samples: 60,
    current: { time: now, value: 42 },
    mean: 40,
    p95: 55,
    max: 60,
    level: "normal",
    status: "ok",
    trend: "no_trend",
    p_value: 0.6,
    slope: 0,
    slope_unit: "second",
    high_share: 0,
    longest_high: { samples: 0, seconds: 0 },
    spikes: 0,
    busiest_core: null,
    core_spread: null,
    load: null,
    thresholds: { warning: 75, critical: 90 },
    ...changes,
  };
}

/** A processor that is too busy. */
export function busyCpu(value = 97, changes: object = {}): object {
  const level = value >= 90 ? "critical" : "high";
  const status = value >= 90 ? "critical" : "warning";
  return cpuTrends({ current: { time: now, value }, level, status, ...changes });
}

export function memoryUsage(changes: object = {}): object {
  return {
    ...info,
    value_column: "used_bytes",
    samples: 60,
    current: { time: now, value: 4e9 },
    mean: 4e9,
    max: 4e9,
    used_percent: 25,
    level: "normal",
    status: "ok",
    leak: false,
    leak_reason: "no significant growth",
    trend: "no_trend",
    growth_per_sample: null,
    growth_per_second: null,
    full_in_seconds: null,
    full_at: null,
    thresholds: { warning: 80, critical: 95 },
    ...changes,
  };
}

export type PlantedAnomaly = {
  readonly index: number;
  readonly value: number;
  readonly score: number;
  readonly series?: string;
  readonly time?: string | null;
};

/** Sixty samples a minute apart, with anomalies at the rows given. */
export function anomaliesAt(...planted: readonly PlantedAnomaly[]): object {
  const timeOf = (index: number) => new Date(Date.UTC(2026, 0, 30, 11, index)).toISOString();
  const anomalies = planted.map(({ index, value, score, series = null, time = timeOf(index) }) => ({
    index,
    time,
    value,
    score,
    expected: 40,
    series,
  }));
  return {
    ...info,
    anomalies,
    count: anomalies.length,
    truncated: false,
    samples: 60,
    method: "robust_z",
    threshold: 3.5,
    period: null,
    latest: { index: 59, time: timeOf(59), value: 41, score: 0.1, expected: 40, series: null, anomalous: false },
  };
}

export function failurePrediction(changes: object = {}): object {
  const figures = {
    series: null,
    samples: 60,
    current: { time: now, value: 60 },
    method: "holt",
    horizon: 24,
    forecast: [],
    threshold: 90,
    direction: "above",
    failure_expected: false,
    time_to_threshold: null,
    earliest: null,
    probability: 0.01,
    status: "ok",
  };
  return { ...info, value_column: "used_percent", by_series: [], ...figures, ...changes };
}

/** How a step ended, in the wire form. */
export function stepResult(step: string, result: unknown, changes: object = {}): object {
  return {
    step,
    result,
    completed: true,
    message: "done",
    status: "completed",
    error_code: null,
    error_message: null,
    ...changes,
  };
}

export function failedStep(step: string, changes: object = {}): object {
  return stepResult(step, null, {
    completed: false,
    status: "failed",
    error_code: "E003",
    error_message: "the exporter is gone",
    ...changes,
  });
}
