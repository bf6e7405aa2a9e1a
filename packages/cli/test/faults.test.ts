import { expect, it } from "vitest";
import { faults, runFaults } from "./faults/run-faults.ts";

it("[DIST-4] [TASK-4] over several machines every task ends, and no step runs again that was done, whatever part fails", {
  timeout: 180_000,
}, async () => {
  const { events } = await runFaults({ seed: 5, tasks: 20, steps: 60, faults: [...faults], appendOnly: false });
  expect(events).toBeGreaterThan(20 * 60 * 2);
});
