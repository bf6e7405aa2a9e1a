import { describeTaskStoreConformance } from "@aiecs/core/testing";
import { afterAll, beforeAll, describe, it } from "vitest";
import { createPostgresDatabase } from "#testing-fixtures/postgres-database.ts";
import { type PostgresServer, startPostgres } from "#testing-fixtures/postgres-server.ts";

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
}, 30_000);
afterAll(() => server[Symbol.asyncDispose]());

describeTaskStoreConformance({ describe, it }, async () => createPostgresDatabase(server));
