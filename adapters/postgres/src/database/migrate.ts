import { DatabaseError } from "@aiecs/core/contracts";
import type { ClientBase } from "pg";
import type { Address } from "./address.ts";
import { migrations } from "./migrations.ts";
import { numberOf, type Row, textOf } from "./row.ts";

/**
 * Brings a schema to this version's format, in one transaction. Who else opens it at the same time waits, and then finds
 * the work done.
 *
 * @throws E006 when it was made by a newer version, or by something else
 */
export async function migrate(client: ClientBase, address: Address): Promise<void> {
  const { schema } = address;
  const one = async (text: string, values: readonly unknown[] = []): Promise<Row | undefined> =>
    (await client.query<Row>(text, [...values])).rows[0];
  await client.query("BEGIN");
  await client.query("SET LOCAL statement_timeout = 0");
  await one("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [`aiecs tasks in ${schema}`]);
  const format = await formatOf(one, address);
  if (format > migrations.length) {
    throw new DatabaseError(
      `Schema ${schema} of database ${address.database} was written by a newer version of AIECS (its format is ${format}, ` +
        `this version knows ${migrations.length}): use that version, or name another schema`,
    );
  }
  for (const migration of migrations.slice(format)) await client.query(migration);
  if (format < migrations.length) await one("UPDATE format SET number = $1", [migrations.length]);
  await client.query("COMMIT");
}

type One = (text: string, values?: readonly unknown[]) => Promise<Row | undefined>;

/** 0 of a schema that is new, which is made where it is missing. */
async function formatOf(one: One, { schema, database }: Address): Promise<number> {
  // Making one that is there would ask for a right that need not be given.
  if (!(await one("SELECT 1 FROM pg_namespace WHERE nspname = $1", [schema]))) await one(`CREATE SCHEMA ${schema}`);
  const table = await one(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = $1::regnamespace AND relkind IN ('r', 'p', 'v', 'S')
     ORDER BY relname <> 'format' LIMIT 1`,
    [schema],
  );
  if (table && textOf(table, "name") !== "format") {
    throw new DatabaseError(
      `Schema ${schema} of database ${database} holds something else (${textOf(table, "name")}): name another schema`,
    );
  }
  if (table) return numberOf((await one("SELECT number FROM format")) ?? {}, "number");
  await one("CREATE TABLE format (number integer NOT NULL)");
  await one("INSERT INTO format VALUES (0)");
  return 0;
}
