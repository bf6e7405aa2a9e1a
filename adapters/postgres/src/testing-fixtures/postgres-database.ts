import { randomUUID } from "node:crypto";
import { createDefaultLogger, type TaskStore } from "@aiecs/core";
import { Client } from "pg";
import type { DatabaseOptions } from "#database/database.ts";
import type { Row } from "#database/row.ts";
import { openPostgresStore } from "#store/postgres-store.ts";

/** A schema of its own, which any number of stores may be opened on. Disposing of it closes them. */
export type PostgresDatabase = AsyncDisposable & {
  readonly url: string;
  readonly schema: string;
  open(options?: Partial<DatabaseOptions>): Promise<TaskStore>;
  /** Runs a statement within the schema, as its owner. */
  run(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
};

/** An empty schema of a server. */
export function createPostgresDatabase({ url }: { readonly url: string }): PostgresDatabase {
  const schema = `aiecs_${randomUUID().replaceAll("-", "")}`;
  const opened: TaskStore[] = [];
  return {
    url,
    schema,
    async open(options = {}) {
      const logger = createDefaultLogger({ level: "silent" });
      const store = await openPostgresStore({ url, schema, logger, ...options });
      opened.push(store);
      return store;
    },
    async run(text, values = []) {
      const client = new Client({ connectionString: url, options: `-c search_path=${schema}` });
      await client.connect();
      try {
        const { rows } = await client.query<Row>(text, [...values]);
        return rows;
      } finally {
        await client.end();
      }
    },
    async [Symbol.asyncDispose]() {
      for (const store of opened) await store[Symbol.asyncDispose]();
    },
  };
}
