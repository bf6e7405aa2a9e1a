import { answer, serve } from "@aiecs/core/testing";
import { describe, expect, it } from "vitest";
import { prometheusText } from "#testing-fixtures/answers.ts";
import { nodeExporterPage, plantedFacts } from "#testing-fixtures/node-exporter-page.ts";
import { createScraperContext } from "#testing-fixtures/test-context.ts";
import { collectMetrics } from "./collect-metrics.ts";

async function collect(body: string | Uint8Array, contentType?: string) {
  const headers = contentType === undefined ? {} : { "content-type": contentType };
  await using server = await serve(answer(body, headers));
  await using context = createScraperContext([server.host]);
  return await collectMetrics({ endpoint: `${server.url}/metrics?token=secret` }, context);
}

describe("collecting metrics", () => {
  it("gives the page of an exporter as a table", async () => {
    const table = await collect(nodeExporterPage(1), prometheusText);
    expect(table.rows).toBe(plantedFacts.samples);
    expect(table.schema).toEqual([
      { name: "name", type: "string" },
      { name: "labels", type: "other" },
      { name: "value", type: "number" },
      { name: "timestamp", type: "datetime" },
      { name: "type", type: "string" },
      { name: "special", type: "string" },
    ]);
    const rows = await table.records();
    expect(rows.find(({ name }) => name === "node_network_receive_errs_total")).toEqual({
      name: "node_network_receive_errs_total",
      labels: { device: "lo" },
      value: 0,
      timestamp: null,
      type: "counter",
      special: null,
    });
    const idle = rows.filter(({ labels }) => Object(labels).mode === "idle").map(({ value }) => Number(value));
    expect(idle.reduce((sum, seconds) => sum + seconds)).toBe(19_200);
  });

  it("names NaN and infinities beside a null, and keeps bounds, quantiles and moments", async () => {
    const page = `# TYPE wait histogram
wait_bucket{le="+Inf"} 7 1395066363000
# TYPE rpc summary
rpc{quantile="0.5"} NaN
most +Inf
least -Inf
`;
    const table = await collect(page, prometheusText);
    const row = { labels: {}, value: null, timestamp: null, type: "untyped", special: null };
    expect(table.data).toEqual([
      {
        ...row,
        name: "wait_bucket",
        labels: { le: "+Inf" },
        value: 7,
        timestamp: "2014-03-17T14:26:03.000Z",
        type: "histogram",
      },
      { ...row, name: "rpc", labels: { quantile: "0.5" }, type: "summary", special: "NaN" },
      { ...row, name: "most", special: "+Inf" },
      { ...row, name: "least", special: "-Inf" },
    ]);
    expect(JSON.stringify(table)).not.toMatch(/:(NaN|-?Infinity)/);
  });

  it("reads OpenMetrics, whose timestamps are seconds", async () => {
    const table = await collect(
      '# TYPE a counter\na_total 1 1395066363.5 # {id="x"} 1\n# EOF\n',
      "application/openmetrics-text; version=1.0.0",
    );
    expect(table.data).toMatchObject([{ value: 1, timestamp: "2014-03-17T14:26:03.500Z", type: "counter" }]);
  });

  it.each([
    ["application/json; charset=utf-8", '{"queue":7,"wait":"NaN"}'],
    ["application/vnd.metrics+json", '[{"name":"queue","value":7},{"name":"wait","value":"NaN"}]'],
    [undefined, ' {"queue":7,"wait":"NaN"}'],
  ])("reads JSON of type %s", async (type, body) => {
    expect((await collect(body, type)).data).toMatchObject([
      { name: "queue", value: 7, special: null },
      { name: "wait", value: null, special: "NaN" },
    ]);
  });

  it("gives a table without rows for a page without samples", async () => {
    expect(await collect("# nothing yet\n", prometheusText)).toMatchObject({ rows: 0, columns: 6, data: [] });
    expect(await collect("", "text/plain")).toMatchObject({ rows: 0, columns: 6 });
  });

  it.each([
    ["text/html; charset=utf-8", "<html>", "expected metrics as Prometheus text or JSON, received text/html"],
    ["image/png", "x", "received image/png"],
    [
      "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily",
      "x",
      "received application/vnd.google",
    ],
    ["text/plain", "<html>", "line 1: expected the name of a metric"],
    ["text/plain", Uint8Array.of(0x61, 0x20, 0xff), "expected text in UTF-8"],
    ["application/json", "{", "sends no valid JSON"],
  ])("refuses what is no metrics: %s", async (type, body, problem) => {
    const attempt = collect(body, type);
    await expect(attempt).rejects.toMatchObject({ code: "E001", message: expect.stringContaining(problem) });
    await expect(attempt).rejects.not.toThrow(/secret/);
  });

  it("asks for the text format, and knows 'local' for no page of metrics", async () => {
    let accept: string | undefined;
    await using server = await serve((request, response) => {
      accept = request.headers.accept;
      response.end("a 1\n");
    });
    await using context = createScraperContext([server.host], { endpoints: { node: server.url } });
    await collectMetrics({ endpoint: "node" }, context);
    expect(accept).toMatch(/^text\/plain;version=0\.0\.4,/);
    await expect(collectMetrics({ endpoint: "local" }, context)).rejects.toThrow(/Unknown endpoint 'local'/);
  });
});
