import { describe, expect, it } from "vitest";
import { find, pause, sampleEvents, sampleStep, until } from "#testing/sample-tasks.ts";
import { startChild } from "../../testing-fixtures/child-script.ts";
import { createTemporaryDatabase } from "../../testing-fixtures/temporary-database.ts";

describe("a store whose process is killed", () => {
  it("[TASK-7] has all that was resolved, and nothing by half", async () => {
    await using place = createTemporaryDatabase();
    for (let round = 0; round < 4; round += 1) {
      await using child = startChild("write-steps", [place.path, `${round}-`]);
      await until(() => child.lines.length > 30 + round * 40);
      await pause(round * 3);
      child.kill();
      await child.ended;
      const { store, ...sqlite } = await place.open();
      for (const name of ["a", "b", "c"]) {
        const key = `${round}-${name}`;
        const told = child.lines.filter((line) => line.startsWith(`${key} `)).length;
        const { completedSteps: kept, lastSequence } = await find(store, key);
        expect(kept).toBeGreaterThanOrEqual(told);
        expect(kept).toBeLessThanOrEqual(told + 1);
        expect(await store.steps(key)).toEqual(Array.from({ length: kept }, (_, index) => sampleStep(index)));
        expect(await store.events(key, 0, 10_000)).toEqual(sampleEvents(1, 2 * kept));
        expect(lastSequence).toBe(2 * kept);
      }
      await sqlite[Symbol.asyncDispose]();
    }
  }, 60_000);
});
