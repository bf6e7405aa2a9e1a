import { systemClock } from "#adapters/clock.ts";
import type { Clock } from "#contracts/clock.ts";
import type { OperationStats } from "#contracts/stats.ts";
import type { IToolExecutor } from "#contracts/tool-executor.ts";
import { Statistics } from "#execution/statistics.ts";
import { type Wrapped, type WrappedCall, wrapExecutor } from "./wrap-executor.ts";

export type MetricsOptions = { readonly clock?: Clock };

export type Metrics = {
  readonly requests: number;
  readonly failures: number;
  /** By `tool.operation`; times in seconds. */
  readonly operations: { readonly [spec: string]: OperationStats };
};

/** Counts and times every operation; `getMetrics()` tells. */
export function withMetrics<E extends IToolExecutor>(
  inner: E,
  { clock = systemClock }: MetricsOptions = {},
): Wrapped<E> & { getMetrics(): Metrics } {
  const statistics = new Statistics();
  const record = ({ tool, operationName }: WrappedCall, startedAtMs: number, ok: boolean) => {
    const figures = statistics.figuresOf(`${tool.name}.${operationName}`);
    statistics.record(figures, clock.monotonicMs() - startedAtMs, ok);
  };
  const wrapper = wrapExecutor(inner, {
    execute(call, next) {
      const startedAtMs = clock.monotonicMs();
      try {
        const output = next();
        record(call, startedAtMs, true);
        return output;
      } catch (error) {
        record(call, startedAtMs, false);
        throw error;
      }
    },
    async executeAsync(call, next) {
      const startedAtMs = clock.monotonicMs();
      try {
        const output = await next();
        record(call, startedAtMs, true);
        return output;
      } catch (error) {
        record(call, startedAtMs, false);
        throw error;
      }
    },
  });
  const getMetrics = (): Metrics => ({
    requests: statistics.total,
    failures: statistics.failed,
    operations: statistics.operations(),
  });
  return Object.assign(wrapper, { getMetrics });
}
