import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createTable } from "@aiecs/core/toolkit";
import { describe, expect, it } from "vitest";
import { openDatabase } from "#testing-fixtures/open-database.ts";
import { createEngine, type Engine } from "./engine.ts";

const never = new AbortController().signal;

const numbers = (engine: Engine, rows: number) =>
  engine.session(never, (session) =>
    engine.createTable(session, {
      columns: [
        { name: "n", type: "BIGINT", expression: "range" },
        { name: "text", type: "VARCHAR", expression: "'row ' || range" },
      ],
      from: `FROM range(${rows})`,
    }),
  );

const relations = (engine: Engine) =>
  engine.session(never, async (session) => (await session.counts("SELECT count(*) FROM duckdb_tables()"))[0]);

describe("Engine", () => {
  it("[TOOL-4] makes tables whose handle shows counts, schema and the first records", async () => {
    await using database = await openDatabase();
    const table = await numbers(database.engine, 250);
    expect(Object.keys(table)).toEqual(["rows", "columns", "schema", "data", "truncated"]);
    expect(table).toMatchObject({ rows: 250, columns: 2, truncated: true });
    expect(table.data).toHaveLength(100);
    expect(table.data[99]).toEqual({ n: 99, text: "row 99" });
    expect(JSON.parse(JSON.stringify(table))).toMatchObject({ rows: 250, truncated: true, artifact: null });
    expect(Object.isFrozen(table) && Object.isFrozen(table.data) && Object.isFrozen(table.data[0])).toBe(true);
  });

  it("frees a table when its handle is gone", async () => {
    await using database = await openDatabase();
    const { engine } = database;
    setFlagsFromString("--expose-gc");
    const collect: () => void = runInNewContext("gc");
    for (let index = 0; index < 5; index++) await numbers(engine, 10);
    const kept = await numbers(engine, 10);
    const derived = (await numbers(engine, 20)).with({ report: "kept by what was made of it" });
    for (let round = 0; round < 50 && (await relations(engine)) !== 2; round++) {
      collect();
      await delay(10);
    }
    expect(await relations(engine)).toBe(2);
    expect(await kept.records({ limit: 1 })).toEqual([{ n: 0, text: "row 0" }]);
    expect(await derived.records({ offset: 19 })).toEqual([{ n: 19, text: "row 19" }]);
  });

  it("stops a long statement on abort, and nobody else's", async () => {
    await using database = await openDatabase();
    const { engine } = database;
    const controller = new AbortController();
    const long = engine.session(controller.signal, (session) =>
      session.counts("SELECT count(*) FROM range(1_000_000_000) a, range(1_000) b"),
    );
    const other = engine.session(never, (session) => session.counts("SELECT sum(range) FROM range(3_000_000)"));
    setTimeout(() => controller.abort(new Error("enough")), 30);
    const since = performance.now();
    await expect(long).rejects.toThrow("enough");
    expect(performance.now() - since).toBeLessThan(1_000);
    expect(await other).toEqual([4_499_998_500_000]);
    await expect(engine.session(controller.signal, async () => "started")).rejects.toThrow("enough");
  });

  it("leaves nothing behind when it closes, and says so to holders of its tables", async () => {
    const engine = await createEngine();
    const table = await numbers(engine, 500);
    const folder = join(engine.temporaryPath(".csv"), "..");
    expect(existsSync(folder)).toBe(true);
    await engine.close();
    expect(existsSync(folder)).toBe(false);
    expect(table.data).toHaveLength(100);
    await expect(table.records()).rejects.toMatchObject({
      code: "E001",
      message: expect.stringContaining("was closed"),
    });
  });

  it("refuses tables above max_rows and does not keep them", async () => {
    await using database = await openDatabase({ max_rows: 100 });
    await expect(numbers(database.engine, 101)).rejects.toThrow(
      /has 101 rows; the config's limits.max_rows allows 100/,
    );
    for (let round = 0; round < 50 && (await relations(database.engine)) !== 0; round++) await delay(5);
    expect(await relations(database.engine)).toBe(0);
  });

  it("says which setting to raise when memory does not suffice", async () => {
    await using database = await openDatabase({ memory_limit_mb: 64 });
    const work = database.engine.session(never, (session) =>
      session.counts("SELECT strlen(string_agg(range::VARCHAR || repeat('x', 1000), '')) FROM range(1_000_000)"),
    );
    await expect(work).rejects.toMatchObject({ code: "E001", message: expect.stringContaining("memory_limit_mb") });
  });
});

describe("Engine.adopt", () => {
  it("copies a table of another kind once, with all its values", async () => {
    await using database = await openDatabase();
    const records = [
      {
        i: 1,
        big: 2n ** 60n,
        n: 1.5,
        s: 'a "b"\n',
        b: true,
        d: "2026-01-05",
        m: "2026-01-05T10:00:00Z",
        o: { x: [1, null] },
      },
      { i: null, big: 5, n: null, s: null, b: null, d: null, m: "2026-01-05T10:00:00.123+02:00", o: null },
      { i: -3, big: 1, n: -1e300, s: "", b: false, d: "1969-12-31", m: "1969-12-31T23:59Z", o: "text" },
    ];
    const table = createTable(records);
    const [copy, again] = await Promise.all([database.engine.adopt(table), database.engine.adopt(table)]);
    expect(again).toBe(copy);
    expect(await database.engine.adopt(copy)).toBe(copy);
    expect(copy.schema).toEqual(table.schema);
    expect(await copy.records()).toEqual([
      { ...records[0], big: "1152921504606846976" },
      { ...records[1], m: "2026-01-05T08:00:00.123Z" },
      { ...records[2], m: "1969-12-31T23:59:00Z" },
    ]);
  });

  it("copies a table of another database, in the order of its rows", async () => {
    await using one = await openDatabase();
    await using two = await openDatabase();
    const table = await numbers(one.engine, 25_000);
    const copy = await two.engine.adopt(table);
    expect(copy.rows).toBe(25_000);
    const values = await copy.column("n");
    expect(values.every((value, index) => value === index)).toBe(true);
  });

  it("refuses a table without columns", async () => {
    await using database = await openDatabase();
    await expect(database.engine.adopt(createTable([]))).rejects.toThrow(/has no columns/);
  });
});
