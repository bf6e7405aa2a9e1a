import { describe, it } from "vitest";
import { describeTaskQueueConformance } from "#testing/task-queue-conformance.ts";
import { createTemporaryDatabase } from "../../testing-fixtures/temporary-database.ts";

describeTaskQueueConformance({ describe, it }, async () => {
  const database = createTemporaryDatabase();
  return { ...database, open: async () => (await database.open()).queue };
});
