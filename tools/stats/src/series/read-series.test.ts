import { createTable, type Table, type ToolContext } from "@aiecs/core/toolkit";
import { describe, expect, it } from "vitest";
import { readSeries, type SeriesWishes } from "./read-series.ts";

const context: Pick<ToolContext, "input" | "call"> = {
  input: {
    sales: [
      { day: "2026-01-01", amount: 1 },
      { day: "2026-01-02", amount: 2 },
    ],
  },
  call: async (spec, params) => {
    if (spec !== "pandas_tool.load_table") throw new Error(`unexpected call of ${spec}`);
    return createTable([{ from: JSON.stringify(params), value: 7 }]);
  },
};

const read = (data: unknown, wishes: SeriesWishes = {}) => readSeries(data, wishes, context);
const valuesOf = async (data: unknown, wishes?: SeriesWishes) => {
  const { series } = await read(data, wishes);
  return series.map(({ values }) => [...values]);
};

describe("readSeries: forms", () => {
  it("[TOOL-3] reads numbers, records, tables, results that carry a table as df, datasets by name and files", async () => {
    const records = [{ value: 1 }, { value: 2 }];
    expect(await valuesOf([1, null, 2])).toEqual([[1, 2]]);
    expect(await valuesOf(records)).toEqual([[1, 2]]);
    expect(await valuesOf(createTable(records))).toEqual([[1, 2]]);
    expect(await valuesOf({ score: 0.5, df: createTable(records) })).toEqual([[1, 2]]);
    expect(await valuesOf("sales")).toEqual([[1, 2]]);
    expect((await read("metrics.csv")).table.data[0]).toMatchObject({ from: '{"df":"metrics.csv"}' });
  });

  it("[TOOL-3] reads the columns that an earlier result of this tool names", async () => {
    const df = createTable([
      { value: 1, other: 5 },
      { value: 2, other: 6 },
    ]);
    expect(await valuesOf({ df, value_column: "other" })).toEqual([[5, 6]]);
    const disks = createTable([
      { host: "a", disk: "x", used: 1 },
      { host: "a", disk: "y", used: 2 },
      { host: "b", disk: "x", used: 3 },
      { host: "a", disk: "x", used: 4 },
    ]);
    expect(await valuesOf({ df: disks, series_column: "host" })).toEqual([[1, 2, 4], [3]]);
    expect(await valuesOf({ df: disks, series_column: ["host", "disk"] })).toEqual([[1, 4], [2], [3]]);
    expect(await valuesOf({ df, value_column: "gone" })).toEqual([[1, 2]]);
    expect(await valuesOf({ df, value_column: "other" }, { valueColumn: "value" })).toEqual([[1, 2]]);
  });

  it("reads one metrics object, and several with a row per device", async () => {
    const cpu = await read(
      { usage_percent: 41, per_core: [40, 42], load_average: [1, 2, 3], time: "2026-01-01T00:00:00Z" },
      { preferred: ["usage_percent"] },
    );
    expect(cpu).toMatchObject({ valueColumn: "usage_percent", timeColumn: "time", timeKind: "moment", rows: 1 });
    expect(cpu.table.data[0]).toMatchObject({ per_core_0: 40, per_core_1: 42, load_average_15: 3 });
    const disks = ["2026-01-01T00:00:00Z", "2026-01-01T00:01:00Z"].map((time, minute) => ({
      filesystems: [
        { mount: "/", used_percent: 70 + minute },
        { mount: "/data", used_percent: 20 + minute },
      ],
      time,
    }));
    const { series, seriesColumns } = await read(disks);
    expect(seriesColumns).toEqual(["mount"]);
    expect(series.map(({ name, values }) => [name, ...values])).toEqual([
      ["/", 70, 71],
      ["/data", 20, 21],
    ]);
  });

  it("takes the rate of what counts up, and leaves a reset out", async () => {
    const network = [100, 160, 220, 20, 50].map((received_bytes, minute) => ({
      interfaces: [{ name: "eth0", received_bytes }],
      time: new Date(minute * 60_000).toISOString(),
    }));
    const found = await read(network);
    expect(found.series.map(({ values }) => [...values])).toEqual([[1, 1, 0.5]]);
    expect(found.notes).toEqual(["received_bytes counts up: its growth per second was taken"]);
    expect(await valuesOf(network[0])).toEqual([[100]]);
  });

  it("splits what a Prometheus endpoint told into one series per metric and labels", async () => {
    const row = (name: string, labels: object, value: number, type: string) => ({
      name,
      labels,
      value,
      type,
      timestamp: null,
    });
    const { series } = await read([
      row("up", {}, 1, "gauge"),
      row("requests_total", { code: "200" }, 10, "counter"),
      row("requests_total", { code: "200" }, 14, "counter"),
    ]);
    expect(series.map(({ name, values }) => [name, ...values])).toEqual([
      ["up", 1],
      ['requests_total {"code":"200"}', 4],
    ]);
  });
});

describe("readSeries: columns", () => {
  it("prefers what the operation looks for, then usual names, then anything but labels", async () => {
    const columnOf = async (record: object, preferred: string[] = []) =>
      (await read([record], { preferred })).valueColumn;
    expect(await columnOf({ id: 1, price: 2, used_bytes: 3 }, ["used_bytes"])).toBe("used_bytes");
    expect(await columnOf({ id: 1, quantity: 1, amount: 2 })).toBe("amount");
    expect(await columnOf({ id: 1, wind: 2 })).toBe("wind");
    expect(await columnOf({ id: 1 })).toBe("id");
  });

  it("recognises times as dates, texts, epochs and years, and says which", async () => {
    const kindOf = async (time: object[]) => {
      const { timeColumn, timeKind } = await read(time.map((record, index) => ({ ...record, value: index })));
      return [timeColumn, timeKind];
    };
    expect(await kindOf([{ date: "Jan 1 2000" }, { date: "Feb 1 2000" }])).toEqual(["date", "date"]);
    expect(await kindOf([{ timestamp: 1_767_225_600 }, { timestamp: 1_767_225_661 }])).toEqual(["timestamp", "moment"]);
    expect(await kindOf([{ year: 1999 }, { year: 2000 }])).toEqual(["year", "date"]);
    expect(await kindOf([{ time: 0.1 }, { time: 0.2 }])).toEqual(["time", "number"]);
    expect(await kindOf([{ response_time: 120 }, { response_time: 95 }])).toEqual([null, null]);
    expect(await kindOf([{ month: 1 }, { month: 2 }])).toEqual([null, null]);
    expect(await kindOf([{ created_at: 1_767_225_600_000 }, { created_at: 1_767_225_660_000 }])).toEqual([
      "created_at",
      "moment",
    ]);
    expect(await kindOf([{ name: "a" }, { name: "b" }])).toEqual([null, null]);
  });

  it("tells the shares of a long table apart, but not sales with many a day", async () => {
    const shares = ["MSFT", "IBM"].flatMap((symbol) =>
      ["2026-01-01", "2026-01-02"].map((date) => ({ symbol, date, price: 1 })),
    );
    expect((await read(shares)).seriesColumns).toEqual(["symbol"]);
    const sales = [1, 2, 3, 4].map((amount) => ({ category: amount % 2 ? "a" : "b", date: "2026-01-01", amount }));
    expect((await read(sales)).seriesColumns).toEqual([]);
  });

  it("keeps series apart whose labels only read the same", async () => {
    const rows = [
      { host: "a b", disk: "c", value: 1 },
      { host: "a", disk: "b c", value: 2 },
    ];
    expect((await read(rows, { seriesColumn: ["host", "disk"] })).series.map(({ name }) => name)).toEqual([
      "a b c",
      "a b c",
    ]);
  });

  it("names the columns there are when one is unknown or none will do", async () => {
    const records = [{ name: "a", amount: 1 }];
    await expect(read(records, { valueColumn: "amuont" })).rejects.toThrow(
      'Unknown column "amuont", did you mean "amount"? (columns are name, amount)',
    );
    await expect(read([{ name: "a" }])).rejects.toThrow(
      "Invalid data: expected a column of numbers besides the times, but the columns are name (string)",
    );
    await expect(read(records, { valueColumn: "name" })).rejects.toThrow(
      'Invalid value_column: expected a column of numbers, but "name" is of type string',
    );
    await expect(read(records, { timeColumn: "name" })).rejects.toThrow(
      'Invalid time_column: expected dates, moments or numbers in "name"',
    );
  });
});

describe("readSeries: rows", () => {
  it("sorts by time and says so, rows keeping their numbers", async () => {
    const found = await read([
      { date: "2026-01-03", value: 3 },
      { date: "2026-01-01", value: 1 },
      { date: "2026-01-02", value: 2 },
    ]);
    expect(found.series[0]).toMatchObject({ values: Float64Array.of(1, 2, 3), rows: Uint32Array.of(1, 2, 0) });
    expect(found.notes).toEqual(["rows were not in order of time and were sorted"]);
  });

  it("leaves rows without value or time out and counts them", async () => {
    const found = await read([
      { date: "2026-01-01", value: 1 },
      { date: "2026-01-02", value: null },
      { date: null, value: 2 },
      { date: "2026-01-04", value: 4 },
    ]);
    expect([...(found.series[0]?.values ?? [])]).toEqual([1, 4]);
    expect(found).toMatchObject({ skipped: 2, rows: 4, notes: ["2 of 4 rows left out: no value or no time"] });
  });

  it("refuses nothing, and nothing but nulls", async () => {
    await expect(read([])).rejects.toThrow("Invalid data: expected samples, received a table without rows");
    await expect(read([null, null])).rejects.toThrow("Invalid data: expected");
    await expect(read([{ value: null }], { valueColumn: "value" })).rejects.toThrow("all 1 rows are empty");
    await expect(read([1, 2, 1e200])).rejects.toThrow('expected numbers up to 1e+150 in column "value"');
    await expect(read({})).rejects.toThrow("received an empty object");
  });

  it("works with columns of hostile names", async () => {
    const record: object = JSON.parse('{"__proto__": 5, "constructor": "x", "| <b>": 1}');
    const found = await read([record, record], { valueColumn: "__proto__" });
    expect(found.series.map(({ values }) => [...values])).toEqual([[5, 5]]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it("hands the table on by identity", async () => {
    const table: Table = createTable([{ value: 1 }]);
    expect((await read(table)).table).toBe(table);
    expect((await read({ df: table })).table).toBe(table);
  });
});
