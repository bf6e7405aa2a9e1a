import { describe, expect, it } from "vitest";
import { TelemetrySwitch } from "./telemetry-switch.ts";

const registryKey = Symbol.for("opentelemetry.js.api.1");

describe("telemetry switch", () => {
  it("[OTEL-1] notices within a tenth of a second that an application registers an SDK, and that it takes it back", () => {
    const telemetry = new TelemetrySwitch();
    expect(telemetry.isOn(0)).toBe(false);
    Reflect.set(globalThis, registryKey, {});
    expect(telemetry.isOn(99)).toBe(false);
    expect(telemetry.isOn(100)).toBe(true);
    Reflect.deleteProperty(globalThis, registryKey);
    expect(telemetry.isOn(200)).toBe(false);
  });
});
