import { describe, expect, it } from "vitest";
import { blocksOf } from "./blocks-from-markup.ts";
import { createDropLog } from "./drop-log.ts";
import { parseMarkdown } from "./parse-markdown.ts";

const blocks = (markdown: string) => blocksOf(parseMarkdown(markdown, createDropLog()));

describe("Markdown in a report", () => {
  it("gives the same blocks as the HTML it stands for", () => {
    expect(blocks("# A *b*\n\n3. c\n   - d\n\n> e\n\n```\nf\n```\n\n---")).toEqual([
      {
        t: "heading",
        level: 1,
        c: [
          { t: "text", v: "A " },
          { t: "em", c: [{ t: "text", v: "b" }] },
        ],
      },
      {
        t: "list",
        ordered: true,
        start: 3,
        items: [
          [
            { t: "par", c: [{ t: "text", v: "c" }] },
            { t: "list", ordered: false, start: 1, items: [[{ t: "par", c: [{ t: "text", v: "d" }] }]] },
          ],
        ],
      },
      { t: "quote", blocks: [{ t: "par", c: [{ t: "text", v: "e" }] }] },
      { t: "code", v: "f" },
      { t: "rule" },
    ]);
  });

  it("gives tables with the alignment that was asked for", () => {
    expect(blocks("| a | b |\n|:-:|--:|\n| x | 1 |")).toMatchObject([{ t: "table", align: ["center", "right"] }]);
  });

  it("keeps HTML as text, and unsafe links as what was written", () => {
    expect(blocks("<script>x</script> [a](javascript:x)")).toEqual([
      { t: "par", c: [{ t: "text", v: "<script>x</script> [a](javascript:x)" }] },
    ]);
  });

  it("leaves out pictures, and says how many", () => {
    const drops = createDropLog();
    expect(blocksOf(parseMarkdown("![chart](http://x.test/a.png)", drops))).toEqual([
      { t: "par", c: [{ t: "text", v: "[chart]" }] },
    ]);
    expect(drops.notes("markdown")).toEqual(["Left out of markdown: 1 image."]);
  });

  it("survives nesting without end", () => {
    expect(blocks(`${"> ".repeat(5_000)}deep`).length).toBeLessThan(3);
    expect(JSON.stringify(blocks("*a ".repeat(2_000))).length).toBeLessThan(50_000);
  });
});
