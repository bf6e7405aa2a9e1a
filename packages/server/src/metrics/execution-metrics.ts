import type { ExecutorStats } from "@aiecs/core";
import { Counter, Gauge, type Metric } from "prom-client";
import type { ServerParts } from "#server-parts.ts";

/** Whoever asks for metrics registers them. */
const registers: [] = [];

/** What the executor counts, read when it is asked for: nothing of it costs a call anything. */
export function executionMetrics({ executor }: ServerParts): readonly Metric[] {
  const gauge = (name: string, help: string, read: (stats: ExecutorStats) => number): Gauge => {
    const collect = function (this: Gauge): void {
      this.set(read(executor.getStats()));
    };
    return new Gauge({ name, help, registers, collect });
  };
  const counter = (name: string, help: string, read: (stats: ExecutorStats) => number): Counter => {
    const collect = function (this: Counter): void {
      this.reset();
      this.inc(read(executor.getStats()));
    };
    return new Counter({ name, help, registers, collect });
  };
  const operations = (): ExecutorStats["operations"] => executor.getStats().operations;
  return [
    countOperations(operations),
    timeOperations(operations),
    gauge("aiecs_free_slots", "Free slots of the concurrency limit.", (stats) => stats.semaphore_value),
    gauge("aiecs_abandoned_operations", "Work given up that has not ended yet.", (all) => all.abandoned_operations),
    gauge("aiecs_cache_bytes", "Size of the cache.", ({ cache }) => cache.bytes),
    counter("aiecs_cache_hits_total", "Calls answered from the cache.", ({ cache }) => cache.hits),
    counter("aiecs_cache_misses_total", "Calls that the cache had no answer for.", ({ cache }) => cache.misses),
  ];
}

function countOperations(read: () => ExecutorStats["operations"]): Metric {
  return new Counter({
    name: "aiecs_operations_total",
    help: "Finished calls by operation and outcome.",
    labelNames: ["operation", "outcome"],
    registers,
    collect() {
      this.reset();
      for (const [operation, { count, errors }] of Object.entries(read())) {
        this.inc({ operation, outcome: "completed" }, count - errors);
        this.inc({ operation, outcome: "failed" }, errors);
      }
    },
  });
}

function timeOperations(read: () => ExecutorStats["operations"]): Metric {
  return new Gauge({
    name: "aiecs_operation_seconds",
    help: "Time per call by operation, at a quantile.",
    labelNames: ["operation", "quantile"],
    registers,
    collect() {
      this.reset();
      for (const [operation, { p50, p95, p99 }] of Object.entries(read())) {
        this.set({ operation, quantile: "0.5" }, p50);
        this.set({ operation, quantile: "0.95" }, p95);
        this.set({ operation, quantile: "0.99" }, p99);
      }
    },
  });
}
