import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createTestContext } from "@aiecs/core/testing";
import { describe, expect, it } from "vitest";
import { readPdf } from "#testing-fixtures/read-pdf.ts";
import { generatePdf } from "./generate-pdf.ts";

const pagesOf = async (path: string): Promise<readonly string[]> => readPdf(await readFile(path)).pages;

describe("generate_pdf", () => {
  it("sets Markdown, HTML, sections and charts, in this order", async () => {
    await using context = createTestContext();
    const svg = await context.artifacts.write({
      name: "c.svg",
      mediaType: "image/svg+xml",
      content:
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"><text y="9" font-family="DejaVu Sans">drawn</text></svg>',
    });
    const result = await generatePdf(
      {
        title: "All of it",
        date: "2026-01-31",
        charts: { title: "Sum", alt: "Bar chart: total 1,234.", svg, notes: ["one row was left out"] },
        markdown: "# From *Markdown*",
        html: "<h1>From HTML</h1><script>x</script>",
        sections: [
          "Plain *text*",
          {
            title: "Orders",
            table: [{ order: "A-17", amount_eur: 1200.5 }],
            markdown: { markdown: "**said**", text: "not this" },
          },
        ],
      },
      context,
    );
    const [page] = await pagesOf(result.path);
    expect(page?.replace(/d r a w n/, "drawn")).toBe(
      "All of it 31 January 2026 From Markdown From HTML Plain *text* Orders said Order Amount A-17 €1,200.50 drawn Figure 1: Bar chart: total 1,234. Notes • one row was left out Page 1 of 1",
    );
    expect(result).toMatchObject({
      pages: 1,
      charts: 1,
      media_type: "application/pdf",
      notes: ["Left out of html: 1 <script> element."],
    });
  });

  it("[TOOL-5] returns the file as an artifact, and copies it where it is wanted", async () => {
    await using context = createTestContext();
    const result = await generatePdf({ markdown: "x", title: "Über uns / 1", output_path: "out/copy.pdf" }, context);
    const content = await readFile(result.path);
    expect([result.name, result.bytes, result.sha256]).toEqual([
      "über-uns-1.pdf",
      content.length,
      createHash("sha256").update(content).digest("hex"),
    ]);
    expect(await readFile(join(context.folder, "out/copy.pdf"))).toEqual(content);
    await expect(generatePdf({ markdown: "x", output_path: "copy.doc" }, context)).rejects.toThrow(
      'output_path: expected a name that ends in .pdf, received "copy.doc"',
    );
  });

  it("[TOOL-3] reads texts from files inside the roots, from results and from artifacts, and says so", async () => {
    await using context = createTestContext();
    await writeFile(join(context.folder, "notes.md"), "# From a file");
    const artifact = await context.artifacts.write({
      name: "a.md",
      mediaType: "text/markdown",
      content: "from an artifact",
    });
    const result = await generatePdf(
      { markdown: "notes.md", sections: [{ markdown: artifact }, { text: { text: "from a result" } }] },
      context,
    );
    expect((await pagesOf(result.path))[0]).toContain("From a file from an artifact from a result");
    expect(result.notes).toEqual([
      "markdown was read from the file notes.md.",
      "sections[0].markdown was read from the file a.md.",
    ]);
    const missing = await generatePdf({ markdown: "missing.md" }, context);
    expect((await pagesOf(missing.path))[0]).toContain("missing.md");
  });

  it("[TOOL-6] never reads a file outside the roots, nor tells whether it is there", async () => {
    await using context = createTestContext();
    const result = await generatePdf({ markdown: "/usr/share/doc/README.txt" }, context);
    expect((await pagesOf(result.path))[0]).toContain("/usr/share/doc/README.txt");
  });

  it("names every parameter that holds no text", async () => {
    await using context = createTestContext();
    await expect(generatePdf({ sections: ["a", { html: { markdown: "x" } }] }, context)).rejects.toThrow(
      /^sections\[1\]\.html: expected a text .*, received an object with markdown$/,
    );
    const png = await context.artifacts.write({ name: "a.png", mediaType: "image/png", content: "x" });
    await expect(generatePdf({ markdown: png }, context)).rejects.toThrow(
      "markdown: expected an artifact that holds text, received image/png (a.png)",
    );
  });

  it("has something to report", async () => {
    await using context = createTestContext();
    await expect(generatePdf({ title: "Empty", charts: [], html: "<script>x</script>" }, context)).rejects.toThrow(
      "Nothing to report: expected charts, sections, markdown or html with some content",
    );
  });

  it("[TOOL-8] stops on abort and writes nothing", async () => {
    await using context = createTestContext();
    context.abort(new Error("enough"));
    await expect(generatePdf({ markdown: "x" }, context)).rejects.toThrow("enough");
  });
});
