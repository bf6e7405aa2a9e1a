import { Registry } from "prom-client";
import { type TUnsafe, Type } from "typebox";
import type { App } from "#app.ts";
import { answers } from "#schemas/answers.ts";
import type { ServerParts } from "#server-parts.ts";
import { executionMetrics } from "./execution-metrics.ts";
import { processMetrics } from "./process-metrics.ts";
import { createRequestTimes } from "./request-times.ts";
import { taskMetrics } from "./task-metrics.ts";

const exposition: TUnsafe<string> = Type.Unsafe<string>({
  description: "Prometheus' text format.",
  content: { "text/plain": { schema: { type: "string" } } },
});

/** `GET /metrics`. Stands before the routes that are to be counted. */
export function addMetrics(app: App, parts: ServerParts): void {
  const requests = createRequestTimes();
  app.addHook("onResponse", ({ method, routeOptions }, { statusCode, elapsedTime }, done) => {
    // Addresses that are none of ours count as one, whatever clients make up.
    requests.record(method, routeOptions.url ?? "unknown", statusCode, elapsedTime / 1000);
    done();
  });
  const own = new Registry();
  for (const metric of [...executionMetrics(parts), ...taskMetrics(parts)]) own.registerMetric(metric);
  const ofProcess = processMetrics();
  const schema = { summary: "Metrics for Prometheus", tags: ["service"], response: answers({ 200: exposition }) };
  app.get("/metrics", { config: { access: "admin" }, schema }, async (_request, reply) => {
    const [ours, theirs] = await Promise.all([own.metrics(), ofProcess.metrics()]);
    return reply.type(own.contentType).send([requests.toText(), ours, theirs].join("\n"));
  });
}
