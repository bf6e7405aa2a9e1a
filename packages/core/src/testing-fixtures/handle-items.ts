import { writeSync } from "node:fs";
import { openSqlite } from "#adapters/sqlite/open-sqlite.ts";

/** Handles items of the fast lane until the queue is empty; says when it begins and ends each. An item named "stuck" never ends. */
const [path = ""] = process.argv.slice(2);
const sqlite = await openSqlite({ path, sync: "normal" });
const consumer = sqlite.queue.consume({
  lane: "fast",
  concurrency: 5,
  async handle(key) {
    writeSync(1, `begin ${key}\n`);
    await (key === "stuck" ? new Promise(() => {}) : new Promise(setImmediate));
    writeSync(1, `end ${key}\n`);
  },
});
const poll = setInterval(async () => {
  const { waiting, delayed, active } = (await sqlite.queue.counts()).fast;
  if (waiting + delayed + active > 0) return;
  clearInterval(poll);
  await consumer.close();
  await sqlite[Symbol.asyncDispose]();
}, 20);
