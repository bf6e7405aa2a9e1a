import { isMainThread, threadId } from "node:worker_threads";
import { DatabaseError, ValidationError } from "#contracts/errors.ts";
import type { Operation } from "#contracts/operation.ts";
import { isTable, type Table } from "#contracts/table.ts";
import type { Operations, Tool } from "#contracts/tool.ts";
import type { ToolContext } from "#contracts/tool-context.ts";
import { defineOperation } from "#toolkit/define-operation.ts";
import { defineTool } from "#toolkit/define-tool.ts";
import { createTable } from "#toolkit/memory-table.ts";

type Params = Readonly<Record<string, unknown>>;

/** What the tool's `create` makes in each thread. */
type Counter = { calls: number; readonly config: unknown; readonly threadId: number };

type Execute = (params: Params, context: ToolContext<Counter>) => unknown;

const keptView = new Float64Array(4);
const pooled = Buffer.from("a part of a buffer that others use too");

/** Operations for the tests of threads: quiet ones, ones that ask for things, and ones that do what none should. */
const quiet: Readonly<Record<string, Execute>> = {
  echo: ({ value }) => value,
  where: () => ({ threadId, isMainThread }),
  spin: ({ ms }) => spin(Number(ms)),
  wait: ({ ms }) => new Promise((resolve) => setTimeout(resolve, Number(ms), "waited")),
  describe: (_, context) => {
    const { userId, taskId, stepIndex, attempt, idempotencyKey, input, instance } = context;
    return { userId, taskId, stepIndex, attempt, idempotencyKey, input, instance };
  },
  count: (_, { instance }) => {
    instance.calls += 1;
    return instance;
  },
  spin_politely: ({ ms }, { signal }) => politely(Number(ms), signal),
};

const asking: Readonly<Record<string, Execute>> = {
  report: ({ times }, { progress }) => {
    for (let done = 1; done <= Number(times); done++) progress(done / Number(times), `step ${done}`);
  },
  report_nonsense: (_, { progress }) => progress(Number.NaN),
  log: ({ fields }, { log }) => {
    if (log.isLevelEnabled("debug")) log.debug({ prepared: true }, "debug is on");
    log.warn(Object(fields), "a warning");
    log.info({ run: () => 1 }, "what cannot be copied");
  },
  call: ({ spec, params }, { call }) => call(String(spec), Object(params)),
  call_all: async ({ specs }, { call }) => {
    return Array.isArray(specs) ? await Promise.all(specs.map((spec) => call(String(spec), { ms: 20 }))) : [];
  },
  fetch: async ({ url, waitMs }, { network, limits }) => {
    const signal = AbortSignal.timeout(Number(waitMs));
    const { status, body } = await network.fetch(String(url), { method: "POST", body: "thread", signal });
    return { status, text: new TextDecoder().decode(body), host: await network.resolve("127.0.0.1", 80), limits };
  },
  write: ({ name, outputPath }, { artifacts }) => {
    const content = pooled.subarray(2, 6);
    return artifacts.write({ name: String(name), mediaType: "text/plain", content, outputPath: text(outputPath) });
  },
  read: async ({ path }, { files }) => {
    const { readFile, writeFile } = await import("node:fs/promises");
    const content = await readFile(await files.readable(String(path)), "utf8");
    await writeFile(await files.writable("copy.txt"), content);
    return content;
  },
  adopt: async (_, { artifacts }) => {
    const { writeFile } = await import("node:fs/promises");
    const path = await artifacts.reserve("made.txt");
    await writeFile(path, "made by a library");
    return await artifacts.adopt(path, "text/plain");
  },
  until_aborted: (_, { signal, progress }) => {
    progress(0);
    return new Promise((_resolve, reject) => {
      signal.addEventListener("abort", () => {
        progress(1, `aborted: ${String(signal.reason)}`);
        reject(signal.reason);
      });
    });
  },
};

const moving: Readonly<Record<string, Execute>> = {
  numbers: ({ length }) => ({ nested: [{ values: new Float64Array(Number(length)).fill(1.5) }] }),
  buffers: () => {
    const whole = new Uint8Array([1, 2, 3, 4]);
    const { buffer } = new Uint16Array([7, 8]);
    const half = new Float32Array(8).fill(2).subarray(4);
    return { whole, twice: whole, buffer, half, pooled: pooled.subarray(0, 6), big: new BigInt64Array([5n]) };
  },
  /** Returns a view that it keeps: whether its buffer was moved shows in the next call. */
  keep_view: () => keptView,
  kept_bytes: () => keptView.byteLength,
  shared: ({ counter }) => {
    if (counter instanceof Int32Array) Atomics.add(counter, 0, 1);
    return counter;
  },
  odd_values: () => ({
    date: new Date(0),
    map: new Map([["a", new Set([1n])]]),
    error: new RangeError("kept"),
    nothing: undefined,
    proto: JSON.parse('{"__proto__": {"polluted": true}}'),
  }),
  method: () => ({ rows: [{ format: () => "text" }] }),
  hidden_method: () => new Map([["format", () => "text"]]),
  circle: () => {
    const circle: { self?: object; list: number[] } = { list: [1] };
    circle.self = circle;
    return circle;
  },
};

const tables: Readonly<Record<string, Execute>> = {
  total: async ({ df }) => {
    const values = await tableOf(df).column("amount");
    return Array.from(values, Number).reduce((sum, value) => sum + value, 0);
  },
  total_of_input: async (_, { input }) => {
    const values = await tableOf(Object(input["sales"])[0]).column("amount");
    return Array.from(values, Number).reduce((sum, value) => sum + value, 0);
  },
  look: async ({ df }) => {
    const { rows, columns, schema, data, truncated, ...rest } = tableOf(df);
    const some = await tableOf(df).records({ offset: 2, limit: 1, columns: ["amount"] });
    return { rows, columns, schema, first: data[0], truncated, rest, isTable: isTable(df), some };
  },
  return_tables: ({ df, list }) => ({ df, again: [df], list }),
  make_table: ({ rows }) => {
    const length = Number(rows);
    return { made: createTable(Array.from({ length }, (_, id) => ({ id, name: `row ${id}`, none: null }))) };
  },
  missing_column: ({ df }) => tableOf(df).column("amuont"),
};

const wicked: Readonly<Record<string, Execute>> = {
  loop: () => {
    for (;;) spin(1_000);
  },
  ignore_abort: (_, { signal }) => new Promise(() => signal),
  exit: ({ code }) => process.exit(Number(code)),
  crash_later: () => {
    setTimeout(() => {
      throw new TypeError("nobody caught this");
    }, 5);
    return new Promise(() => {});
  },
  crash_afterwards: () => {
    setTimeout(() => {
      throw new TypeError("long gone");
    }, 5);
  },
  reject_later: () => {
    void Promise.reject(new Error("nobody waited for this"));
    return new Promise(() => {});
  },
  hog: ({ kind }) => hog(String(kind)),
  keep: ({ megabytes }) => new Array((Number(megabytes) * 2 ** 20) / 8).fill(0.5).length,
  throw: ({ kind }) => throwKind(String(kind)),
};

const operations: Operations = Object.fromEntries(
  Object.entries({ ...quiet, ...asking, ...moving, ...tables, ...wicked }).map(([name, execute]) => [
    name,
    on(execute),
  ]),
);

function on(execute: Execute): Operation {
  const inputSchema = { type: "object", additionalProperties: true } as const;
  return defineOperation({ description: "For tests of threads.", inputSchema, runsOn: "thread", execute });
}

const fixtureTool: Tool = defineTool({
  name: "threads_fixture",
  description: "For tests of threads.",
  version: "1.0.0",
  module: import.meta.url,
  operations,
  create(config: unknown): Counter {
    if (config === "broken") throw new Error("no such config");
    return { calls: 0, config, threadId };
  },
  async dispose({ config }: Counter) {
    const { appendFile } = await import("node:fs/promises");
    if (typeof config === "string") await appendFile(config, "disposed\n");
    if (config === "hangs") await new Promise(() => {});
  },
});

export default fixtureTool;

function spin(ms: number): number {
  const end = performance.now() + ms;
  let turns = 0;
  while (performance.now() < end) turns += 1;
  return turns;
}

async function politely(ms: number, signal: AbortSignal): Promise<string> {
  const end = performance.now() + ms;
  while (performance.now() < end) {
    signal.throwIfAborted();
    spin(2);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return "done";
}

function tableOf(value: unknown): Table {
  if (isTable(value)) return value;
  throw new ValidationError("df: expected a table");
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function hog(kind: string): never {
  const kept: unknown[] = [];
  const map = new Map<number, number>();
  for (;;) {
    if (kind === "map") for (let turn = 0; turn < 10_000; turn++) map.set(map.size, turn);
    else if (kind === "array") for (let turn = 0; turn < 10_000; turn++) kept.push(kept.length + 0.5);
    else if (kind === "buffers") kept.push(Buffer.alloc(4 * 2 ** 20, 1));
    else kept.push(Array.from({ length: 10_000 }, (_, id) => ({ id })));
  }
}

function throwKind(kind: string): never {
  if (kind === "validation") throw new ValidationError("bad input", { details: { problems: [{ path: "a" }] } });
  if (kind === "database") throw new DatabaseError("gone", { cause: new Error("connection reset") });
  if (kind === "details") throw new ValidationError("odd details", { details: { run: () => 1 } });
  if (kind === "plain")
    throw Object.assign(new RangeError("too far"), { retryable: false, retryAfterMs: 5, code: "FAR" });
  if (kind === "hostile") throw Object.defineProperty(new Error("x"), "message", { get: () => throwKind("plain") });
  if (kind === "text") throw "just text";
  if (kind === "object") throw { reason: "an object" };
  throw undefined;
}
