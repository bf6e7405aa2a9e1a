import { collectDefaultMetrics, Registry } from "prom-client";

let processRegistry: Registry | undefined;

/** Memory, processor time and lag of the event loop belong to the process: however many servers, they are measured once. */
export function processMetrics(): Registry {
  if (!processRegistry) {
    processRegistry = new Registry();
    collectDefaultMetrics({ register: processRegistry });
  }
  return processRegistry;
}
