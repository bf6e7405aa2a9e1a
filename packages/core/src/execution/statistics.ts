import type { OperationStats, UsageReport } from "#contracts/stats.ts";
import { DurationHistogram } from "./duration-histogram.ts";

/** One operation's figures since the executor began. */
export class OperationFigures {
  readonly durations: DurationHistogram = new DurationHistogram();
  errors = 0;

  toStats(): OperationStats {
    const { count, totalMs, minMs, maxMs } = this.durations;
    return {
      count,
      errors: this.errors,
      avg_time: count === 0 ? 0 : totalMs / count / 1000,
      min_time: count === 0 ? 0 : minMs / 1000,
      max_time: maxMs / 1000,
      p50: this.durations.quantileMs(0.5) / 1000,
      p95: this.durations.quantileMs(0.95) / 1000,
      p99: this.durations.quantileMs(0.99) / 1000,
    };
  }
}

/** How often a method was called, and failed. */
export class MethodUsage {
  calls = 0;
  errors = 0;

  record(ok: boolean): void {
    this.calls += 1;
    if (!ok) this.errors += 1;
  }
}

/** Names can come from outside (a model's tool calls): past this many, further ones are counted together. */
const maxOperations = 10_000;

/** Counts finished calls per operation and calls per public method. Grows with the number of operations only. */
export class Statistics {
  readonly #operations = new Map<string, OperationFigures>();
  readonly #usage = new Map<string, MethodUsage>();
  total = 0;
  failed = 0;
  /** Work that was given up but has not ended yet. */
  abandoned = 0;

  figuresOf(spec: string): OperationFigures {
    const key = this.#operations.size < maxOperations || this.#operations.has(spec) ? spec : "other";
    let figures = this.#operations.get(key);
    if (!figures) this.#operations.set(key, (figures = new OperationFigures()));
    return figures;
  }

  record(figures: OperationFigures, durationMs: number, ok: boolean): void {
    figures.durations.record(durationMs);
    this.total += 1;
    if (ok) return;
    figures.errors += 1;
    this.failed += 1;
  }

  /** A call that was refused before it belonged to any operation. */
  recordRefusal(): void {
    this.total += 1;
    this.failed += 1;
  }

  /** The counters of a public method, which the report names once it was called. */
  usageOf(method: string): MethodUsage {
    let usage = this.#usage.get(method);
    if (!usage) this.#usage.set(method, (usage = new MethodUsage()));
    return usage;
  }

  get successRate(): number {
    return this.total === 0 ? 1 : (this.total - this.failed) / this.total;
  }

  operations(): { [spec: string]: OperationStats } {
    const entries = [...this.#operations].filter(([, figures]) => figures.durations.count > 0);
    return Object.fromEntries(entries.map(([spec, figures]) => [spec, figures.toStats()]));
  }

  usageReport(): UsageReport {
    const entries = [...this.#usage].filter(([, { calls }]) => calls > 0);
    const total = entries.reduce((sum, [, usage]) => sum + usage.calls, 0);
    const errors = entries.reduce((sum, [, usage]) => sum + usage.errors, 0);
    return {
      total_usage: total,
      total_errors: errors,
      error_rate: total === 0 ? 0 : errors / total,
      usage_by_interface: Object.fromEntries(entries.map(([method, usage]) => [method, usage.calls])),
      errors_by_interface: Object.fromEntries(
        entries.filter(([, usage]) => usage.errors > 0).map(([method, usage]) => [method, usage.errors]),
      ),
    };
  }
}
