import { Gauge, type Metric } from "prom-client";
import type { ServerParts } from "#server-parts.ts";

const registers: [] = [];

/** Tasks by lane, and sockets. */
export function taskMetrics(parts: ServerParts): readonly Metric[] {
  const { connections } = parts;
  const open = new Gauge({
    name: "aiecs_connections",
    help: "Open sockets and streams of events.",
    labelNames: ["kind"],
    registers,
    collect() {
      for (const kind of ["websocket", "events"] as const) this.set({ kind }, connections.count(kind));
    },
  });
  return [queuedTasks(parts), open];
}

function queuedTasks({ tasks, logger }: ServerParts): Metric {
  return new Gauge({
    name: "aiecs_tasks",
    help: "Tasks in the queue by lane and state.",
    labelNames: ["lane", "state"],
    registers,
    async collect() {
      this.reset();
      try {
        const { lanes } = await tasks.counts();
        for (const [lane, { waiting, delayed, active }] of Object.entries(lanes)) {
          this.set({ lane, state: "waiting" }, waiting);
          this.set({ lane, state: "delayed" }, delayed);
          this.set({ lane, state: "active" }, active);
        }
      } catch (error) {
        // What is measured besides is wanted most when the queue does not answer.
        logger.warn({ error }, "The tasks could not be counted");
      }
    },
  });
}
