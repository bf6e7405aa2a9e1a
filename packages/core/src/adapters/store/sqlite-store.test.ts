import { describe, it } from "vitest";
import { describeTaskStoreConformance } from "#testing/task-store-conformance.ts";
import { createTemporaryDatabase } from "../../testing-fixtures/temporary-database.ts";

describeTaskStoreConformance({ describe, it }, async () => {
  const database = createTemporaryDatabase();
  return { ...database, open: async () => (await database.open()).store };
});
