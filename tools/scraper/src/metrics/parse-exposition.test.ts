import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nodeExporterPage, plantedFacts } from "#testing-fixtures/node-exporter-page.ts";
import { parseExposition } from "./parse-exposition.ts";

const parse = (text: string, settings: object = {}) => parseExposition(text, { source: "page", ...settings });
const sample = { labels: {}, timestampMs: null, type: "untyped" };

describe("the exposition format", () => {
  it("is read with types, labels, timestamps and values of every form", async () => {
    const page = `
# HELP http_requests_total Requests, with a \\\\ and a \\n in the help.
# TYPE http_requests_total counter
http_requests_total{method="post",code="200"} 1027 1395066363000
http_requests_total{ method = "post" , code="400", }    3\t1395066363000

# Just a comment: TYPE nothing.
#TYPE spaced gauge
  spaced   -1.5e3
plain 12.47
low_precision .5
named:by:rule 5.
weird{problem="division by zero"} +Inf -3982045
lowest -Inf
none Nan
empty{} 0`;
    expect(await parse(page)).toEqual(
      [
        ["http_requests_total", { method: "post", code: "200" }, 1027, 1395066363000, "counter"],
        ["http_requests_total", { method: "post", code: "400" }, 3, 1395066363000, "counter"],
        ["spaced", {}, -1500, null, "gauge"],
        ["plain", {}, 12.47, null, "untyped"],
        ["low_precision", {}, 0.5, null, "untyped"],
        ["named:by:rule", {}, 5, null, "untyped"],
        ["weird", { problem: "division by zero" }, Infinity, -3982045, "untyped"],
        ["lowest", {}, -Infinity, null, "untyped"],
        ["none", {}, Number.NaN, null, "untyped"],
        ["empty", {}, 0, null, "untyped"],
      ].map(([name, labels, value, timestampMs, type]) => ({ name, labels, value, timestampMs, type })),
    );
  });

  it("gives histograms and summaries their type by their family, with le and quantile as labels", async () => {
    const page = `# TYPE wait histogram
wait_bucket{le="0.05"} 24054
wait_bucket{le="+Inf"} 144320
wait_sum 53423
wait_count 144320
# TYPE rpc summary
rpc{quantile="0.99"} 76656
rpc_sum 1.7560473e+07
rpc_bucket{le="1"} 5
# TYPE size gauge
size_sum 4
`;
    expect((await parse(page)).map(({ name, labels, type }) => [name, labels, type])).toEqual([
      ["wait_bucket", { le: "0.05" }, "histogram"],
      ["wait_bucket", { le: "+Inf" }, "histogram"],
      ["wait_sum", {}, "histogram"],
      ["wait_count", {}, "histogram"],
      ["rpc", { quantile: "0.99" }, "summary"],
      ["rpc_sum", {}, "summary"],
      ["rpc_bucket", { le: "1" }, "untyped"],
      ["size_sum", {}, "untyped"],
    ]);
  });

  it("undoes escapes, and takes braces, commas, hashes and blanks within values as they are", async () => {
    const line = String.raw`file{path="C:\\DIR\\n.TXT",error="no \"x\"\nhere",odd="a{b},c=\"d\" # e",utf="Größe 💾",none=""} 1`;
    expect(await parse(line)).toEqual([
      {
        ...sample,
        name: "file",
        labels: { path: "C:\\DIR\\n.TXT", error: 'no "x"\nhere', odd: 'a{b},c="d" # e', utf: "Größe 💾", none: "" },
        value: 1,
      },
    ]);
  });

  it("reads OpenMetrics: seconds, units, exemplars passed over, the end, quoted names", async () => {
    const page = `# TYPE foo counter
# UNIT foo seconds
foo_total{a="b"} 17.0 1520879607.789 # {trace_id="KOO5S4vxi0o"} 0.67
foo_created 1520872607.123
# TYPE bar histogram
bar_bucket{le="1.0"} 8 # {} 0.9 1520879607.9
# TYPE build info
build_info{v="1"} 1
# TYPE "my.size" gauge
{"my.size","a.b"="c"} 2
# EOF
`;
    expect(await parse(page, { timestampUnit: "s" })).toEqual([
      { name: "foo_total", labels: { a: "b" }, value: 17, timestampMs: 1520879607789, type: "counter" },
      { name: "foo_created", labels: {}, value: 1520872607.123, timestampMs: null, type: "counter" },
      { name: "bar_bucket", labels: { le: "1.0" }, value: 8, timestampMs: null, type: "histogram" },
      { name: "build_info", labels: { v: "1" }, value: 1, timestampMs: null, type: "info" },
      { name: "my.size", labels: { "a.b": "c" }, value: 2, timestampMs: null, type: "gauge" },
    ]);
  });

  it.each([
    ["foo", "expected a value, received the end of the line"],
    ["foo bar", 'expected a number as value, received "bar"'],
    ["foo 0x10", 'expected a number as value, received "0x10"'],
    ["foo 1e999", 'expected a number as value, received "1e999"'],
    ["foo 1,5", 'expected a number as value, received "1,5"'],
    ["foo 1 2 3", 'expected the end of the line, received "3"'],
    ["foo 1 1.5", 'expected a timestamp in whole milliseconds, received "1.5"'],
    ["foo 1 99999999999999999", "expected a timestamp in whole milliseconds"],
    ["foo-bar 1", 'expected a blank, received "-bar 1"'],
    ["1foo 1", 'expected the name of a metric, received "1foo 1"'],
    ['{a="b"} 1', "expected the name of a metric"],
    ['foo{a="b" 1', "expected , or }"],
    ['foo{a="b"', "expected , or }, received the end of the line"],
    ['foo{a="b} 1', 'expected a closing "'],
    ["foo{a=b} 1", 'expected ", received "b} 1"'],
    ['foo{a-b="c"} 1', "expected ="],
    ['foo{a="b",,c="d"} 1', "expected the name of a label"],
    ['foo{a="b",a="c"} 1', "expected each label once, received a twice"],
    [String.raw`foo{a="\t"} 1`, String.raw`expected \\, \" or \n, received \t`],
    ["# TYPE foo number", "expected one of counter, gauge, histogram"],
    ["# TYPE foo", "expected one of counter"],
    ["# TYPE", "expected the name of a metric, received the end of the line"],
    ["# HELP", "expected the name of a metric, received the end of the line"],
    ["# TYPE good gauge", "expected one TYPE of good, received a second"],
    ["# TYPE untold gauge", "expected TYPE of untold before its samples"],
    ["<html><body>", "expected the name of a metric"],
  ])("names the line that is malformed: %s", async (line, problem) => {
    await expect(parse(`# TYPE good gauge\ngood 1\n\nuntold 2\n${line}\nmore 1\n`)).rejects.toMatchObject({
      code: "E001",
      message: expect.stringContaining(`page, line 5: ${problem}`),
      details: { line: 5 },
    });
  });

  it("shows the line in the error, and no more of it than is of use", async () => {
    await expect(parse("good 1\nfoo bar\n")).rejects.toThrow(/line 2: .*, in: foo bar$/);
    const error = await parse(`x{a="${"y".repeat(1_000_000)}`).catch(String);
    expect(String(error).length).toBeLessThan(200);
  });

  it("takes hostile names for names", async () => {
    const [found] = await parse('__proto__{__proto__="a",constructor="b"} 1\n');
    expect(found?.name).toBe("__proto__");
    expect(Object.entries(found?.labels ?? {})).toEqual([
      ["__proto__", "a"],
      ["constructor", "b"],
    ]);
    expect(await parse("# TYPE constructor counter\nconstructor_total 1")).toMatchObject([{ type: "counter" }]);
    expect(await parse("toString 1")).toMatchObject([{ type: "untyped" }]);
  });

  it("gives back whatever labels and values hold, escaped as the format says", async () => {
    const escape = (text: string) => text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
    const word = (value: number) => (Object.is(value, -0) ? "-0" : String(value));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: "binary" }), { maxLength: 4 }), fc.double(), async (texts, value) => {
        const labels = texts.map((text, index) => `l${index}="${escape(text)}"`).join(",");
        const [found] = await parse(`m{${labels}} ${word(value)}\n`);
        expect(Object.values(found?.labels ?? {})).toEqual(texts);
        expect(found?.value).toBe(value);
      }),
      { numRuns: 100 },
    );
  });

  it("never fails but with a line's error, whatever comes", async () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab_:{}"\\=,# \t\n1.eN+-TYPE') });
    await fc.assert(
      fc.asyncProperty(text, async (page) => {
        const error = await parse(page).then(
          () => null,
          (caught: unknown) => caught,
        );
        if (error !== null) expect(String(error)).toMatch(/^ValidationError: page, line \d+: expected/);
      }),
      { numRuns: 500 },
    );
  });

  it("reads the page of a node_exporter, and nothing of an empty one", async () => {
    expect(await parse(nodeExporterPage(1))).toHaveLength(plantedFacts.samples);
    expect(await parse(nodeExporterPage(1).replaceAll("\n", "\r\n"))).toEqual(await parse(nodeExporterPage(1)));
    expect(await parse("")).toEqual([]);
    expect(await parse("\n# nothing\n")).toEqual([]);
  });

  it("[TOOL-8] lets others have their turn in a long page, and stops when told to", async () => {
    const stop = new AbortController();
    setImmediate(() => stop.abort(new Error("enough")));
    await expect(parse("a 1\n".repeat(200_000), { signal: stop.signal })).rejects.toThrow("enough");
  });
});
