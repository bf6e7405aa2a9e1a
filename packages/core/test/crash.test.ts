import { describe, expect, it } from "vitest";
import { killRun } from "./crash/kill-run.ts";

describe("a durable run whose process is killed", { timeout: 120_000 }, () => {
  it.each([11, 12])(
    "[REL-1] [TASK-3] goes on where it was, and runs nothing again that was done (seed %i)",
    async (seed) => {
      const { kills } = await killRun({ seed, steps: 200, kills: 8, withinSteps: 40 });
      expect(kills).toBeGreaterThan(0);
    },
  );
});
