import { DatabaseError, ValidationError } from "@aiecs/core/contracts";
import { createManualClock } from "@aiecs/core/testing";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPostgresStore } from "#store/postgres-store.ts";
import { createPostgresDatabase } from "#testing-fixtures/postgres-database.ts";
import { type PostgresServer, startPostgres } from "#testing-fixtures/postgres-server.ts";
import { sampleTask } from "#testing-fixtures/sample-tasks.ts";

const secret = "correct horse";
let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres({ password: secret });
}, 30_000);
afterAll(() => server[Symbol.asyncDispose]());

/** The URL of the server, with some of it changed. */
function urlWith(changes: Partial<Pick<URL, "username" | "password" | "port" | "hostname" | "pathname">>): string {
  return Object.assign(new URL(server.url), changes).href;
}

/** What opening is refused with: one line, without the password, here or in what it shows of its causes. */
async function refusalOf(opening: Promise<AsyncDisposable>): Promise<string> {
  const error: unknown = await opening.then(
    async (store) => {
      await store[Symbol.asyncDispose]();
      return "opened";
    },
    (reason: unknown) => reason,
  );
  if (!(error instanceof DatabaseError)) throw new Error(`expected a DatabaseError, received ${String(error)}`);
  expect(error.message).not.toContain("\n");
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const shown = `${cause.message} ${JSON.stringify({ ...cause })} ${cause.stack}`;
    expect(shown).not.toContain(secret);
    expect(shown).not.toContain(encodeURIComponent(secret));
  }
  return error.message;
}

async function asSuperuser(...statements: string[]): Promise<void> {
  const client = new Client({ connectionString: server.url });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

describe("opening", () => {
  it("makes the schema and its tables, and finds them again", async () => {
    await using database = createPostgresDatabase(server);
    const first = await database.open();
    await first.insert(sampleTask("t"));
    await first[Symbol.asyncDispose]();
    expect((await (await database.open()).find("t"))?.id).toBe("t");
  });

  it("[TASK-2] lets any number open a new schema at the same moment", async () => {
    await using database = createPostgresDatabase(server);
    const stores = await Promise.all(Array.from({ length: 8 }, () => database.open({ pool: { max: 2 } })));
    await Promise.all(stores.map((store, index) => store.insert(sampleTask(`t${index}`))));
    expect((await stores[0]?.list({ userId: "ann", limit: 9 }))?.records).toHaveLength(8);
    expect(await database.run("SELECT * FROM format")).toEqual([{ number: 1 }]);
  });

  it("[TASK-2] refuses a schema of a newer version, and leaves it as it is", async () => {
    await using database = createPostgresDatabase(server);
    await (await database.open())[Symbol.asyncDispose]();
    await database.run("UPDATE format SET number = 999");
    expect(await refusalOf(database.open())).toMatch(
      /written by a newer version of AIECS \(its format is 999, this version knows 1\): use that version, or name/,
    );
    expect(await database.run("SELECT * FROM format")).toEqual([{ number: 999 }]);
  });

  it("refuses a schema of something else, and changes nothing in it", async () => {
    await using database = createPostgresDatabase(server);
    await asSuperuser(`CREATE SCHEMA ${database.schema}`, `CREATE TABLE ${database.schema}.customers (id integer)`);
    expect(await refusalOf(database.open())).toMatch(/holds something else \(customers\): name another schema/);
    expect(
      await database.run("SELECT relname FROM pg_class WHERE relnamespace = $1::regnamespace", [database.schema]),
    ).toEqual([{ relname: "customers" }]);
  });

  it("needs no more than a schema of its own", async () => {
    await using database = createPostgresDatabase(server);
    await asSuperuser("CREATE ROLE plain LOGIN PASSWORD 'p'", `CREATE SCHEMA ${database.schema} AUTHORIZATION plain`);
    const store = await database.open({ url: urlWith({ username: "plain", password: "p" }) });
    expect((await store.insert(sampleTask("t"))).isNew).toBe(true);
    const message = await refusalOf(
      database.open({ url: urlWith({ username: "plain", password: "p" }), schema: "other" }),
    );
    expect(message).toMatch(
      /permission denied for database postgres\): grant CREATE on database postgres, or make plain/,
    );
  });

  it("refuses names that are no schema's before it connects", async () => {
    for (const schema of ["", "Tasks", "a b", 'a"; DROP SCHEMA public; --', "1a", "x".repeat(64)]) {
      await expect(openPostgresStore({ url: server.url, schema })).rejects.toThrow(ValidationError);
    }
  });

  it("closes once, however often; then everything is refused", async () => {
    await using database = createPostgresDatabase(server);
    const store = await database.open();
    const writing = store.insert(sampleTask("t"));
    await store[Symbol.asyncDispose]();
    await store[Symbol.asyncDispose]();
    expect((await writing).isNew).toBe(true);
    const calls = [store.find("t"), store.insert(sampleTask("u")), store.check(), store.countOpen("ann")];
    for (const outcome of await Promise.allSettled(calls)) {
      expect(outcome).toMatchObject({
        status: "rejected",
        reason: { code: "E006", message: expect.stringMatching("closed") },
      });
    }
  });
});

describe("what is wrong with the URL", () => {
  it("says it of a text that is no URL of PostgreSQL", async () => {
    for (const url of ["", `${secret}@host`, `mysql://root:${encodeURIComponent(secret)}@host/db`, "postgres"]) {
      expect(await refusalOf(openPostgresStore({ url }))).toMatch(/Invalid URL of PostgreSQL: expected postgres:\/\//);
    }
  });

  it("says it of a user, a password and a database that are not there", async () => {
    const place = `PostgreSQL at 127.0.0.1:${server.port} \\(database`;
    for (const change of [{ password: "wrong" }, { password: "" }, { username: "nobody" }]) {
      const refusal = await refusalOf(openPostgresStore({ url: urlWith(change) }));
      expect(refusal).toMatch(
        new RegExp(`^${place} postgres\\) does not let \\w+ in: check the user and the password`),
      );
    }
    const refusal = await refusalOf(openPostgresStore({ url: urlWith({ pathname: "/nowhere" }) }));
    expect(refusal).toMatch(new RegExp(`^${place} nowhere\\) has no database nowhere: make it \\(createdb nowhere\\)`));
  });

  it("says it of a host that nobody knows, and of a port where nobody listens, after ten seconds of trying", async () => {
    const unknown = await refusalOf(
      openPostgresStore({ url: urlWith({ hostname: "no-such-host.invalid" }), clock: hurried() }),
    );
    expect(unknown).toMatch(/cannot be reached: (there is no host|host) no-such-host\.invalid/);
    const clock = hurried();
    const silent = await refusalOf(openPostgresStore({ url: urlWith({ port: "1" }), clock }));
    expect(silent).toMatch(/^PostgreSQL at 127\.0\.0\.1:1 .* is not running: start it, or correct host and port/);
    expect(clock.monotonicMs()).toBeGreaterThanOrEqual(10_000);
    expect(clock.monotonicMs()).toBeLessThan(11_000);
  });
});

/** A clock on which every wait is over at once. */
function hurried() {
  const clock = createManualClock();
  return {
    ...clock,
    schedule(callback: () => void, ms: number): () => void {
      const cancel = clock.schedule(callback, ms);
      setImmediate(() => clock.advance(ms));
      return cancel;
    },
  };
}
