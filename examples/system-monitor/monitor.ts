import { readFileSync } from "node:fs";
import {
  type IOperationExecutor,
  type ListOptions,
  type Plan,
  type PlanResult,
  parsePlan,
  TaskStepResult,
} from "@aiecs/core";

/** What runs the plan files. */
type PlanExecutor = { executePlan(plan: Plan, options?: ListOptions): Promise<PlanResult> };

/** What a cycle came to: the step results of its three stages. */
export type Cycle = {
  readonly metrics: readonly TaskStepResult[];
  readonly analysis: readonly TaskStepResult[];
  readonly alerts: readonly TaskStepResult[];
};

export interface Monitor {
  /** One cycle, as lists of operations. */
  cycle(): Promise<Cycle>;
  /** The same by the three plan files. */
  cycleByPlans(): Promise<Cycle>;
}

/** A trend needs a past: so many cycles are looked at. */
const maxSamples = 60;

const collecting = ["cpu", "memory", "network", "disk"].map((what) => ({
  operation: `scraper_tool.collect_${what}_metrics`,
  params: { endpoint: "metrics_api" },
}));
const analyzing = [
  { operation: "stats_tool.analyze_cpu_trends", params: { data: "$result[0]" } },
  { operation: "stats_tool.analyze_memory_usage", params: { data: "$result[1]" } },
  { operation: "stats_tool.detect_anomalies", params: { data: "$result[2]" } },
  { operation: "stats_tool.predict_failures", params: { data: "$result[3]" } },
];

function readPlanFile(name: string): Plan {
  return parsePlan(readFileSync(`examples/system-monitor/${name}.yaml`));
}

/**
 * Watches a machine, cycle by cycle. The seeds hand the newest results to the analyses; what one sample cannot tell (a
 * trend, an anomaly, a forecast) takes those of the cycles before, too. So each of the `previous` results that
 * `$result[0]` to `$result[3]` refer to is the list of all that its collector returned so far. A cycle in which a
 * collector failed adds nothing to its list.
 */
export function createMonitor(executor: IOperationExecutor, planRunner: PlanExecutor): Monitor {
  const samples: readonly unknown[][] = collecting.map(() => []);

  function keep(metrics: readonly TaskStepResult[]): void {
    for (const [index, { completed, result }] of metrics.entries()) {
      if (completed) samples[index]?.push(result);
      if ((samples[index]?.length ?? 0) > maxSamples) samples[index]?.shift();
    }
  }

  /** A machine that was never seen has no samples: its analyses are cancelled for want of what failed. */
  function soFar(metrics: readonly TaskStepResult[]): TaskStepResult[] {
    return metrics.map((newest, index) => {
      const result = samples[index] ?? [];
      if (result.length === 0) return newest;
      return new TaskStepResult({ step: newest.step, result: [...result], completed: true, status: "completed" });
    });
  }

  /** Milliseconds, since cycles may be shorter than a second: what a task has done it does not do twice. */
  const task = () => ({ userId: "system_monitor", taskId: `monitoring_${Date.now()}` });

  return {
    async cycle() {
      const metrics = await executor.executeParallelOperations(collecting);
      keep(metrics);
      const analysis = await executor.executeParallelOperations(analyzing, { previous: soFar(metrics) });
      const { userId, taskId } = task();
      const alerting = [
        { operation: "search_api.check_alert_conditions", params: { analysis } },
        { operation: "search_api.send_notifications", params: { alerts: "$result[0]" } },
        { operation: "search_api.update_dashboard", params: { metrics } },
      ];
      return { metrics, analysis, alerts: await executor.executeOperationsSequence(alerting, userId, taskId) };
    },

    async cycleByPlans() {
      const run = async (name: string, options?: ListOptions) =>
        (await planRunner.executePlan(readPlanFile(name), options)).results;
      const metrics = await run("collect");
      keep(metrics);
      const [cpu, memory, network, disk] = soFar(metrics).map(({ result }) => result);
      const analysis = await run("analyze", { input: { cpu, memory, network, disk } });
      return { metrics, analysis, alerts: await run("alert", { ...task(), input: { analysis, metrics } }) };
    },
  };
}
