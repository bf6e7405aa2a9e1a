import { describe, expect, it } from "vitest";
import { usageBetween } from "./cpu-usage.ts";
import { percentOf } from "./percent-of.ts";

describe("percentOf", () => {
  it("never goes beyond 100, where rounding would", () => {
    const part = 0.38380855374394873;
    expect((100 * part) / part).toBeGreaterThan(100);
    expect(percentOf(part, part)).toBe(100);
    expect(percentOf(1, 4)).toBe(25);
  });

  it("keeps a core that never rested at 100", () => {
    const core = (user: number) =>
      new Map([
        [
          "0",
          new Map([
            ["user", user],
            ["idle", 0],
          ]),
        ],
      ]);
    expect(usageBetween(core(0), core(0.38380855374394873))).toEqual({ usage_percent: 100, per_core: [100] });
  });
});
