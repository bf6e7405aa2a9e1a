import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Block } from "#blocks/block.ts";
import { plainText } from "#blocks/text.ts";
import { blocksOf } from "./blocks-from-markup.ts";
import { createDropLog } from "./drop-log.ts";
import { parseHtml } from "./parse-html.ts";

function read(html: string): { blocks: readonly Block[]; notes: readonly string[] } {
  const drops = createDropLog();
  return { blocks: blocksOf(parseHtml(html, drops)), notes: drops.notes("html") };
}

const par = (v: string): Block => ({ t: "par", c: [{ t: "text", v }] });

describe("HTML in a report", () => {
  it("gives headings, paragraphs, lists, quotations, code and rules", () => {
    const { blocks, notes } = read(
      "<h2>A</h2><p>b<p>c<ul><li>d<li>e</ul><blockquote>f</blockquote><pre>g\n h</pre><hr>i",
    );
    expect(blocks).toEqual([
      { t: "heading", level: 2, c: [{ t: "text", v: "A" }] },
      par("b"),
      par("c"),
      { t: "list", ordered: false, start: 1, items: [[par("d")], [par("e")]] },
      { t: "quote", blocks: [par("f")] },
      { t: "code", v: "g\n h" },
      { t: "rule" },
      par("i"),
    ]);
    expect(notes).toEqual([]);
  });

  it("gives tables, whose first row of headings is the header", () => {
    const { blocks } = read(
      "<table><caption>T</caption><tr><th>a<th align=right>b<tr><td colspan=2>1<tr><td>2<td>3</table>",
    );
    expect(blocks).toMatchObject([
      {
        t: "table",
        caption: "T",
        align: ["right", "right"],
        header: [[{ v: "a" }], [{ v: "b" }]],
        rows: [
          [[{ v: "1" }], ""],
          [[{ v: "2" }], [{ v: "3" }]],
        ],
      },
    ]);
  });

  it("gives emphasis, breaks and links, but only links that a reader may follow", () => {
    const { blocks } = read(
      '<p>a <b>b</b><br><i>c</i> <a href="https://x.test/?a=1&amp;b=2">d</a> <a href="javascript:alert(1)">e</a> <a href="file:///etc/passwd">f</a></p>',
    );
    expect(blocks).toEqual([
      {
        t: "par",
        c: [
          { t: "text", v: "a " },
          { t: "strong", c: [{ t: "text", v: "b" }] },
          { t: "break" },
          { t: "em", c: [{ t: "text", v: "c" }] },
          { t: "text", v: " " },
          { t: "link", url: "https://x.test/?a=1&b=2", c: [{ t: "text", v: "d" }] },
          { t: "text", v: " " },
          { t: "text", v: "e" },
          { t: "text", v: " " },
          { t: "text", v: "f" },
        ],
      },
    ]);
  });

  it("leaves out all that runs or is fetched, and counts it", () => {
    const { blocks, notes } = read(
      `<head><title>t</title><style>p{background:url(http://x.test)}</style></head><body onload="x()"><p>kept</p><script>alert("</p>")</script>
       <img src="http://x.test/a.png" onerror="x()"><img src=b><iframe src="/etc/passwd"></iframe><object data=x>inside</object><svg><text>s</text></svg>`,
    );
    expect(blocks).toEqual([par("kept")]);
    expect(notes).toEqual([
      "Left out of html: 1 <head> element, 1 <script> element, 2 images, 1 <iframe> element, 1 <object> element, 1 <svg> element.",
    ]);
  });

  it("decodes entities once", () => {
    expect(read("&lt;b&gt; &amp;amp; &copy; &#x1F600; &nope;").blocks).toEqual([par("<b> &amp; © 😀 &nope;")]);
  });

  it.each([
    ["a < b and <3", "a < b and <3"],
    ["1 <2 <", "1 <2 <"],
    ["x <a href='y", "x <a href='y"],
    ["a<!-- b -->c<!doctype x>d<?php e ?>f", "acdf"],
    ["</p></div>a", "a"],
  ])("takes %j for %j", (html, text) => {
    const [block, ...others] = read(html).blocks;
    expect(block?.t === "par" && plainText(block.c)).toBe(text);
    expect(others).toEqual([]);
  });

  it("never fails, and keeps no more of hostile nesting than it can show", () => {
    const piece = fc.constantFrom(
      "<",
      ">",
      "</",
      "<b>",
      "</b>",
      "<ul>",
      "<li>",
      "<table>",
      "<tr>",
      "<td>",
      "<p>",
      "</p>",
      "<script>",
      "</script>",
      "<!--",
      "-->",
      '"',
      "'",
      "a",
      " ",
      "&",
      "<a href=",
      "<pre>",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        expect(JSON.stringify(read(pieces.join("")).blocks).length).toBeLessThan(20_000);
      }),
    );
  });

  it.each(["<a ", '<a "', "<!--", "<script>", "<ul><li>", "<b>", "</script ", "<td><tr>", "&lt;"])(
    "reads thirty thousand times %j without losing its way",
    (piece) => {
      const started = performance.now();
      read(piece.repeat(30_000));
      expect(performance.now() - started).toBeLessThan(5_000);
    },
  );
});
