import { describe, expect, it } from "vitest";
import { splitHtml } from "./split-html.ts";

const pieces = (html: string) => [...splitHtml(html)].filter((piece) => piece !== null);

describe("splitHtml", () => {
  it("tells what a reader sees, with places in the page as it is written", () => {
    const html = `<html><head><title>Page &amp; more</title><style>p { color: red }</style></head><body>
<h1>Solar</h1><script>alert("<p>no</p>")</script>
<p title="a > b">Panels make <b>elec</b>tricity&nbsp;here&#33;</p><!-- hidden --><h2 class="x">Wind</h2><p>Turbines turn.</p></body></html>`;
    const found = pieces(html);
    expect(found.map(({ text }) => text)).toEqual(["Solar\nPanels make elec tricity here!", "Wind\nTurbines turn."]);
    expect(found.map(({ headings }) => headings)).toEqual([["Solar"], ["Solar", "Wind"]]);
    expect(html.slice(found[0]?.start, found[0]?.end)).toContain("<b>elec</b>");
  });

  it("keeps signs that are no tags", () => {
    expect(pieces("<p>1 < 2 and a <b but c</p>")[0]?.text).toBe("1 < 2 and a <b but c");
  });

  it("bears hostile pages in time", () => {
    for (const html of [
      "<".repeat(200_000),
      "<a ".repeat(100_000),
      "<a '\"".repeat(50_000),
      "<script>".repeat(50_000),
      "<!--".repeat(50_000),
    ]) {
      const since = performance.now();
      pieces(html);
      expect(performance.now() - since).toBeLessThan(3_000);
    }
  });
});
