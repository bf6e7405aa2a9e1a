import { expect, it } from "vitest";
import { createEmbeddedQueue } from "#adapters/queue/embedded-queue.ts";
import { createSqliteStore } from "#adapters/store/sqlite-store.ts";
import { openDatabase } from "./database.ts";

it("[TASK-2] finds everything by an index, and goes through no table from end to end", async () => {
  await using database = await openDatabase({ path: ":memory:" });
  const statements: string[] = [];
  const prepare = (sql: string) => {
    statements.push(sql);
    return database.prepare(sql);
  };
  createSqliteStore({ ...database, prepare });
  createEmbeddedQueue({ ...database, prepare });
  const scans = statements.flatMap((sql) => {
    const steps = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all();
    return steps
      .filter(({ detail }) => /^SCAN (?!CONSTANT ROW|fences)/.test(String(detail)))
      .map(({ detail }) => String(detail));
  });
  expect(statements.length).toBeGreaterThan(50);
  // How long the queue is can be known by counting alone.
  expect(scans).toEqual(["SCAN queue USING INDEX queue_line"]);
});
