import { createRequire } from "node:module";
import type { Attributes, Histogram, MeterProvider, Span } from "@opentelemetry/api";
import { ExecutionError } from "#contracts/errors.ts";
import type { Call } from "./call.ts";
import type { Run } from "./run.ts";

type Api = typeof import("@opentelemetry/api");

const scope = "@aiecs/core";
const loadModule = createRequire(import.meta.url);
const histograms = new WeakMap<MeterProvider, Histogram>();
let api: Api | undefined;

function loadApi(): Api {
  api ??= loadModule("@opentelemetry/api") as Api;
  return api;
}

/** A span over a whole task. */
export function traceTask<T>(run: Run, steps: number, work: () => Promise<T>): Promise<T> {
  if (!run.telemetry) return work();
  const attributes = { "gen_ai.operation.name": "invoke_workflow", "aiecs.task.id": run.taskId, "aiecs.steps": steps };
  return traced("invoke_workflow", attributes, work);
}

/** A span over an operation with all its attempts, named after the GenAI conventions. */
export function traceOperation<T>(call: Call, work: () => Promise<T>): Promise<T> {
  const { spec } = call.operation;
  const attributes = {
    "gen_ai.operation.name": "execute_tool",
    "gen_ai.tool.name": spec,
    "gen_ai.tool.type": "function",
    "aiecs.step.index": call.stepIndex,
  };
  return traced(`execute_tool ${spec}`, attributes, work);
}

/** A span over one attempt. */
export function traceAttempt<T>(call: Call, work: () => Promise<T>): Promise<T> {
  return traced(`attempt ${call.operation.spec}`, { "aiecs.attempt": call.attempts }, work);
}

/** The duration of an operation, in seconds, with its error code when it failed. */
export function recordDuration(spec: string, durationMs: number, errorCode: string | undefined): void {
  const attributes: Attributes = {
    "gen_ai.operation.name": "execute_tool",
    "gen_ai.tool.name": spec,
    ...(errorCode !== undefined && { "error.type": errorCode }),
  };
  durationsOf(loadApi().metrics.getMeterProvider()).record(durationMs / 1000, attributes);
}

/** Made once for each SDK that an application registers. */
function durationsOf(provider: MeterProvider): Histogram {
  let histogram = histograms.get(provider);
  if (!histogram) {
    const options = { unit: "s", description: "Duration of operations, retries and waits included" };
    histogram = provider.getMeter(scope).createHistogram("gen_ai.client.operation.duration", options);
    histograms.set(provider, histogram);
  }
  return histogram;
}

function traced<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T> {
  const otel = loadApi();
  return otel.trace.getTracer(scope).startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work();
    } catch (error) {
      markFailed(span, error, otel);
      throw error;
    } finally {
      span.end();
    }
  });
}

function markFailed(span: Span, error: unknown, otel: Api): void {
  if (error instanceof Error) span.recordException(error);
  const message = error instanceof Error ? error.message : String(error);
  span.setStatus({ code: otel.SpanStatusCode.ERROR, message });
  if (error instanceof ExecutionError) span.setAttribute("error.type", error.code);
}
