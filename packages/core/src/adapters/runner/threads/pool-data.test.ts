import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isTable, type Table } from "#contracts/table.ts";
import { createTestContext, type TestContext } from "#testing/test-context.ts";
import fixture from "#testing/threads-fixture-tool.ts";
import { createTable } from "#toolkit/memory-table.ts";
import { createThreadExecutor, type ThreadExecutor } from "./pool.ts";

let pool: ThreadExecutor;
let context: TestContext;
beforeAll(() => {
  pool = createThreadExecutor({ maxWorkers: 1, maxMemoryMb: 512, configOf: () => undefined });
  context = createTestContext({ call: (spec, params) => pool.executeAsync(fixture, spec, params, context) });
});
afterAll(async () => {
  await pool[Symbol.asyncDispose]();
  await context[Symbol.asyncDispose]();
});

const run = (name: string, params: object = {}): Promise<unknown> => pool.executeAsync(fixture, name, params, context);

const table: Table = createTable(Array.from({ length: 500 }, (_, index) => ({ name: `row ${index}`, amount: index })));

describe("buffers", () => {
  it("[PERF-5] of a result are moved, not copied", async () => {
    expect(await run("numbers", { length: 1_000 })).toEqual({
      nested: [{ values: new Float64Array(1_000).fill(1.5) }],
    });
    expect(await run("kept_bytes")).toBe(32);
    expect(await run("keep_view")).toEqual(new Float64Array(4));
    expect(await run("kept_bytes")).toBe(0);
  });

  it("of every kind keep their kind, and a part goes without the rest", async () => {
    const result = await run("buffers");
    expect(result).toEqual({
      whole: new Uint8Array([1, 2, 3, 4]),
      twice: new Uint8Array([1, 2, 3, 4]),
      buffer: new Uint16Array([7, 8]).buffer,
      half: new Float32Array(4).fill(2),
      pooled: new Uint8Array(Buffer.from("a part")),
      big: new BigInt64Array([5n]),
    });
    const bytes = Object.values(Object(result)).map((view) => (ArrayBuffer.isView(view) ? view.buffer.byteLength : 0));
    expect(bytes).toEqual([4, 4, 0, 16, 6, 8]);
    expect(await run("buffers")).toEqual(result);
  });

  it("of parameters stay with the caller, and shared memory is shared", async () => {
    const value = new Float64Array([1, 2, 3]);
    expect(await run("echo", { value })).toEqual(value);
    expect(value.length).toBe(3);
    const counter = new Int32Array(new SharedArrayBuffer(4));
    expect(await run("shared", { counter })).toEqual(counter);
    expect(counter[0]).toBe(1);
  });
});

describe("other values", () => {
  it("cross as structured cloning has it", async () => {
    expect(await run("odd_values")).toEqual({
      date: new Date(0),
      map: new Map([["a", new Set([1n])]]),
      error: new RangeError("kept"),
      nothing: undefined,
      proto: JSON.parse('{"__proto__": {"polluted": true}}'),
    });
    const circle: { self?: unknown } = Object(await run("circle"));
    expect(circle.self).toBe(circle);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  it("that cannot cross are named, and leave the thread alive", async () => {
    const where = await run("where");
    await expect(run("method")).rejects.toMatchObject({
      code: "E003",
      message: "The result of threads_fixture.method cannot be sent from its thread: rows[0].format is a function",
    });
    const cases: readonly (readonly [unknown, string])[] = [
      [() => 1, "value is a function"],
      [[Symbol("s")], "value[0] is a symbol"],
      [{ promise: Promise.resolve() }, "value.promise cannot be copied (#<Promise> could not be cloned.)"],
      [new Proxy({}, {}), "#<Object> could not be cloned."],
    ];
    for (const [value, problem] of cases) {
      await expect(run("echo", { value })).rejects.toMatchObject({
        code: "E001",
        message: `The parameters of threads_fixture.echo cannot be sent to a thread: ${problem}`,
      });
    }
    expect(await run("where")).toEqual(where);
  });

  it("that cannot cross but hide it fail their call, with a reason", async () => {
    await expect(run("hidden_method")).rejects.toMatchObject({
      code: "E003",
      message:
        'The result of threads_fixture.hidden_method cannot be sent from its thread: () => "text" could not be cloned.',
    });
  });
});

describe("tables", () => {
  it("[TOOL-4] cross by handle: seen as they are, read on demand", async () => {
    const { rows, columns, schema, data, truncated } = table;
    expect(await run("look", { df: table })).toEqual({
      rows,
      columns,
      schema,
      truncated,
      first: data[0],
      rest: {},
      isTable: true,
      some: [{ amount: 2 }],
    });
    expect(await run("total", { df: table })).toBe((499 * 500) / 2);
    await expect(run("missing_column", { df: table })).rejects.toMatchObject({
      code: "E001",
      message: expect.stringContaining('did you mean "amount"'),
    });
  });

  it("that stand in the plan's input can be read there", async () => {
    const withInput = { ...context, input: { sales: [table] } };
    expect(await pool.executeAsync(fixture, "total_of_input", {}, withInput)).toBe((499 * 500) / 2);
  });

  it("come back as themselves, wherever they stand", async () => {
    const params = { df: table, list: [{ deep: table }, JSON.parse('{"__proto__": 1}')] };
    const result: { df?: unknown; again?: unknown[]; list?: { deep?: unknown }[] } = Object(
      await run("return_tables", params),
    );
    expect(result.df).toBe(table);
    expect(result.again?.[0]).toBe(table);
    expect(result.list?.[0]?.deep).toBe(table);
    expect(Object.keys(result.list?.[1] ?? {})).toEqual(["__proto__"]);
    expect(params.list[0]?.deep).toBe(table);
    expect(await run("echo", { value: table })).toBe(table);
  });

  it("that are made inside are tables outside", async () => {
    const { made }: { made?: unknown } = Object(await run("make_table", { rows: 150 }));
    expect(isTable(made)).toBe(true);
    if (!isTable(made)) return;
    expect(made).toMatchObject({ rows: 150, columns: 3, truncated: true });
    expect(made.data).toHaveLength(100);
    expect(await made.records({ offset: 149 })).toEqual([{ id: 149, name: "row 149", none: null }]);
  });

  it("go through nested calls, in both directions", async () => {
    expect(await run("call", { spec: "echo", params: { value: [table] } })).toEqual([table]);
    const { made }: { made?: unknown } = Object(await run("call", { spec: "make_table", params: { rows: 2 } }));
    expect(isTable(made)).toBe(true);
  });
});
