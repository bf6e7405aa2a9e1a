import { describe, expect, it } from "vitest";
import { parseJsonMetrics } from "./parse-json-metrics.ts";

const parse = (value: unknown) => parseJsonMetrics(JSON.stringify(value), "page");

describe("metrics as JSON", () => {
  it("are an object of numbers", () => {
    expect(parse({ cpu: 0.5, queue: 7, broken: "NaN", most: "+Inf", absent: null })).toEqual(
      Object.entries({ cpu: 0.5, queue: 7, broken: Number.NaN, most: Number.POSITIVE_INFINITY, absent: null }).map(
        ([name, value]) => ({ name, labels: {}, value, timestampMs: null, type: "untyped" }),
      ),
    );
    expect(parse({})).toEqual([]);
  });

  it("are a list of samples", () => {
    expect(
      parse([
        { name: "cpu", labels: { core: 0, busy: true, host: "a" }, value: 1, timestamp: "2026-01-31T12:00:00Z" },
        { name: "size", value: "-Inf", timestamp: 1000, type: "gauge" },
      ]),
    ).toEqual([
      {
        name: "cpu",
        labels: { core: "0", busy: "true", host: "a" },
        value: 1,
        timestampMs: Date.UTC(2026, 0, 31, 12),
        type: "untyped",
      },
      { name: "size", labels: {}, value: Number.NEGATIVE_INFINITY, timestampMs: 1000, type: "gauge" },
    ]);
  });

  it.each([
    [7, "expected an object of numbers, or a list of { name, value, labels? }; received number"],
    [null, "received null"],
    [
      { cpu: { usage: 3 } },
      "page: cpu: expected a number, null, or one of the words NaN, +Inf, -Inf, received an object with usage",
    ],
    [{ cpu: "much" }, 'page: cpu: expected a number, null, or one of the words NaN, +Inf, -Inf, received "much"'],
    [{ cpu: true }, "received true"],
    [[{ name: "a", value: 1 }, 5], "page: item 1: expected an object with name and value, received 5"],
    [[{ value: 1 }], "page: item 0, name: expected a text"],
    [[{ name: "a" }], "page: item 0, value: expected a number"],
    [[{ name: "a", value: 1, labels: ["x"] }], "page: item 0, labels: expected an object of texts, received a list"],
    [[{ name: "a", value: 1, labels: { b: null } }], "page: item 0, labels.b: expected a text, received null"],
    [
      [{ name: "a", value: 1, timestamp: "soon" }],
      'item 0, timestamp: expected milliseconds since 1970 or ISO 8601, received "soon"',
    ],
    [[{ name: "a", value: 1, type: 5 }], "item 0, type: expected a text"],
  ])("are nothing else: %j", (value, problem) => {
    expect(() => parse(value)).toThrow(problem);
  });

  it("hold no number that a double cannot", () => {
    expect(() => parseJsonMetrics('{"a": 1e999}', "page")).toThrow("page: a: expected a number");
    expect(() => parseJsonMetrics('{"a": ', "page")).toThrow("page sends no valid JSON");
  });

  it("take hostile names for names", () => {
    const [found] = parseJsonMetrics('[{"name": "__proto__", "value": 1, "labels": {"__proto__": "x"}}]', "page");
    expect(Object.entries(found?.labels ?? {})).toEqual([["__proto__", "x"]]);
  });
});
