import { writeSync } from "node:fs";
import { openSqlite } from "#adapters/sqlite/open-sqlite.ts";
import { sampleTask } from "#testing/sample-tasks.ts";

/** Opens a database at a given moment, as other processes do, and adds a task. */
const [path = "", id = "", at = ""] = process.argv.slice(2);
while (Date.now() < Number(at)) await new Promise(setImmediate);
await using sqlite = await openSqlite({ path });
await sqlite.store.insert(sampleTask(id));
writeSync(1, "added\n");
