import { expect, it } from "vitest";
import { faults, runFaults } from "./faults/run-faults.ts";

it("[DIST-4] [TASK-4] over several machines every task ends, and no step runs again that was done, whatever part fails", {
  timeout: 180_000,
}, async () => {
  const { events } = await runFaults({ seed: 5, tasks: 20, steps: 60, faults: [...faults], appendOnly: false });
  expect(events).toBeGreaterThan(20 * 60 * 2);
});

it("[DIST-4] while a worker is cut off for longer than a lease others take its tasks, and healed it changes nothing", {
  timeout: 180_000,
}, async () => {
  const faults = ["cut network for more than a lease"] as const;
  const { repeated } = await runFaults({ seed: 7, tasks: 20, steps: 60, faults, appendOnly: true });
  // What it had begun and could not tell of.
  expect(repeated).toBeGreaterThan(0);
});
