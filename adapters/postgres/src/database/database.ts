import { type Clock, createDefaultLogger, type Logger, systemClock } from "@aiecs/core";
import { DatabaseError } from "@aiecs/core/contracts";
import { Pool, type PoolClient } from "pg";
import { type Address, readAddress } from "./address.ts";
import { Announcer } from "./announcer.ts";
import { ChangeWatch } from "./change-watch.ts";
import { migrate } from "./migrate.ts";
import { createPatience } from "./patience.ts";
import { isLoss, LostConnectionError, toDatabaseError } from "./postgres-errors.ts";
import type { Row } from "./row.ts";
import type { Job, Query, Statement } from "./statement.ts";

export type DatabaseOptions = {
  /** `postgres://user:password@host:5432/database`; what it leaves out comes from PGHOST and the like. */
  readonly url: string;
  readonly pool?: {
    /** How many connections this process takes at most, besides one to hear of changes. @default 10 */
    readonly max?: number;
  };
  /** Where all tables stand; made where it is missing. @default "aiecs" */
  readonly schema?: string;
  /** For waits between attempts; leases go by the server's clock. @default the system's clock */
  readonly clock?: Clock;
  /** @default errors to standard error */
  readonly logger?: Logger;
};

/**
 * A PostgreSQL database. Its methods try again for about ten seconds what may pass, as a server that starts again, and
 * reject with a `DatabaseError` (E006).
 */
export interface Database extends AsyncDisposable {
  readonly clock: Clock;
  /** Runs a job that reads. */
  read<T>(job: Job<T>): Promise<T>;
  /** Runs a job that writes, by one statement or in a transaction of its own making. @default quiet: false, those who watch are told */
  write<T>(job: Job<T>, options?: { readonly quiet?: boolean }): Promise<T>;
  /** Calls back after changes by this or another process; the returned function ends it. */
  watch(listener: () => void): () => void;
  /** One attempt, without patience. */
  check(statement: Statement): Promise<void>;
}

/** @throws E006 when it cannot be opened, naming the place and what to do */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { url, schema = "aiecs", clock = systemClock, logger = createDefaultLogger() } = options;
  const address = readAddress(url, schema);
  const pool = createPool(address, options, logger);
  let isClosed = false;
  const patiently = createPatience({ address, clock, logger, isClosed: () => isClosed });
  const connected = <T>(job: Job<T>) => patiently((isRepeated) => withClient(pool, (query) => job(query, isRepeated)));
  try {
    await patiently(() => withConnection(pool, (client) => migrate(client, address)));
  } catch (error) {
    await pool.end();
    throw error;
  }
  const watch = new ChangeWatch({ address, clock, logger });
  const announcer = new Announcer({ clock, logger, say: () => watch.announce(connected) });
  const closed = () => Promise.reject(new DatabaseError(`The task database ${address.database} was closed`));
  return {
    clock,
    read: (job) => (isClosed ? closed() : connected(job)),
    async write(job, { quiet = false } = {}) {
      if (isClosed) return closed();
      const result = await connected(job);
      if (quiet) return result;
      watch.tell();
      announcer.announce();
      return result;
    },
    watch: (listener) => (isClosed ? () => {} : watch.add(listener)),
    async check(statement) {
      if (isClosed) return closed();
      try {
        await withClient(pool, (query) => query(statement, []));
      } catch (error) {
        throw toDatabaseError(error, address);
      }
    },
    async [Symbol.asyncDispose]() {
      if (isClosed) return;
      // First, so that nothing is tried again for a server that is away.
      isClosed = true;
      await announcer.close();
      await watch.close();
      await pool.end();
    },
  };
}

function createPool(address: Address, { pool: { max = 10 } = {} }: DatabaseOptions, logger: Logger): Pool {
  const pool = new Pool({ ...address.config, max });
  // Connections that nobody uses just now break, too; the pool makes others when they are wanted.
  pool.on("error", ({ message }) => logger.debug({ reason: message }, "An idle connection to PostgreSQL broke off"));
  return pool;
}

/** Does something by a connection of the pool. One on which anything went wrong is closed, and what it began taken back. */
async function withConnection<T>(pool: Pool, job: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let trouble: Error | undefined;
  const onError = (error: Error): void => {
    trouble = error;
  };
  client.on("error", onError);
  try {
    return await job(client);
  } catch (error) {
    trouble ??= error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    client.off("error", onError);
    client.release(trouble);
  }
}

function withClient<T>(pool: Pool, job: (query: Query) => Promise<T>): Promise<T> {
  return withConnection(pool, (client) =>
    job(async ({ name, text }, values) => {
      try {
        const { rows } = await client.query<Row>({ name, text, values: [...values] });
        return rows;
      } catch (error) {
        throw isLoss(error) ? new LostConnectionError(error) : error;
      }
    }),
  );
}
