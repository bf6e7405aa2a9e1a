import { expect, it } from "vitest";
import { createTestContext } from "#testing/test-context.ts";
import { createPace } from "./pace.ts";

function workFor(ms: number): void {
  const endMs = performance.now() + ms;
  while (performance.now() < endMs);
}

it("[TOOL-8] lets others run every few milliseconds, says how far the work is, and ends with the signal", async () => {
  await using context = createTestContext();
  const pace = createPace(context);
  let ticks = 0;
  const timer = setInterval(() => (ticks += 1), 1);
  for (let step = 0; step < 20; step++) {
    workFor(8);
    await pace.reached(step / 20, `step ${step}`);
  }
  clearInterval(timer);
  expect(ticks).toBeGreaterThan(2);
  expect(context.progressed.length).toBeGreaterThan(2);
  expect(context.progressed.length).toBeLessThan(10);
  context.abort(new Error("enough"));
  await expect(pace.reached(1, "end")).rejects.toThrow("enough");
  await expect(pace.pause()).rejects.toThrow("enough");
});

it("never rests in quick work", async () => {
  await using context = createTestContext();
  const pace = createPace(context);
  let ticks = 0;
  const immediate = setImmediate(() => (ticks += 1));
  for (let step = 0; step < 100; step++) await pace.reached(step / 100, "counting");
  await pace.pause();
  clearImmediate(immediate);
  expect(ticks).toBe(0);
  expect(context.progressed).toEqual([{ fraction: 0, message: "counting" }]);
});
