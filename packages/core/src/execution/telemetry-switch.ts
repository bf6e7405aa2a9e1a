/** Where the OpenTelemetry API keeps what an application registered; the key is part of its compatibility promise. */
const registryKey: unique symbol = Symbol.for("opentelemetry.js.api.1") as never;

/** A look at the global object for each call would cost as much as a step of the pipeline. */
const lookEveryMs = 100;

/** Knows whether an application has registered an SDK; until then nothing of it is loaded and nothing is paid. */
export class TelemetrySwitch {
  #lookedAtMs = Number.NEGATIVE_INFINITY;
  #isOn = false;

  /** What was so at `nowMs`, of monotonic time, or up to 100 ms before. */
  isOn(nowMs: number): boolean {
    if (nowMs - this.#lookedAtMs >= lookEveryMs) {
      this.#lookedAtMs = nowMs;
      this.#isOn = (globalThis as { readonly [registryKey]?: unknown })[registryKey] !== undefined;
    }
    return this.#isOn;
  }
}
