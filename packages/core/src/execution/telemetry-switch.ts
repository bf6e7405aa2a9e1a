/** Where the OpenTelemetry API keeps what an application registered; the key is part of its compatibility promise. */
const registryKey: unique symbol = Symbol.for("opentelemetry.js.api.1") as never;

/** Whether an application has registered an SDK; until then nothing of it is loaded and nothing is paid. */
export function isTelemetryOn(): boolean {
  return (globalThis as { readonly [registryKey]?: unknown })[registryKey] !== undefined;
}
