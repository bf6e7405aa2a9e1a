import { writeSync } from "node:fs";
import { openSqlite } from "#adapters/sqlite/open-sqlite.ts";
import { sampleEvents, sampleStep, startTask } from "#testing/sample-tasks.ts";

/** Runs tasks side by side for ever, and says of each step what has resolved. */
const [path = "", prefix = ""] = process.argv.slice(2);
const { store } = await openSqlite({ path, sync: "full" });
await Promise.all(
  ["a", "b", "c"].map(async (name) => {
    const { lease } = await startTask(store, `${prefix}${name}`);
    for (let index = 0; ; index += 1) {
      await store.write(lease, { steps: [sampleStep(index)], events: sampleEvents(2 * index + 1, 2 * index + 2) });
      writeSync(1, `${lease.key} ${index}\n`);
    }
  }),
);
