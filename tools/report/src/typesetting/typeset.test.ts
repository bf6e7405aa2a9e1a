import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Block, Report } from "#blocks/block.ts";
import { createTable } from "#blocks/create-table.ts";
import { heading, paragraph, paragraphs } from "#blocks/text.ts";
import { readPdf } from "#testing-fixtures/read-pdf.ts";
import { typeset } from "./typeset.ts";
import { uncoveredScriptNotes } from "./uncovered-scripts.ts";

function report(blocks: readonly Block[], rest: Partial<Report> = {}): Report {
  return { title: "A report", blocks, images: [], ...rest };
}

const svg = (inside: string): Uint8Array =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="200" height="100">${inside}</svg>`,
  );

const chart = { t: "chart", image: 0, alt: "Sales of May: 31", caption: "Sales of May" } as const;

describe("a typeset report", () => {
  it("is tagged, has its title and date in the file, bookmarks, page numbers and embedded fonts", () => {
    const { content, pages } = typeset(
      report([heading(1, "First"), paragraph("Text"), heading(2, "Second")], { date: "2026-01-31", author: "Sales" }),
    );
    const pdf = readPdf(content);
    expect([pages, pdf.pages.length]).toEqual([1, 1]);
    expect(pdf.bookmarks).toEqual(["First", "Second"]);
    expect(pdf.isTagged).toBe(true);
    expect(pdf.pages[0]).toBe("A report 31 January 2026 First Text Second Sales Page 1 of 1");
    expect(pdf.fonts).toEqual(["DejaVuSansCondensed", "DejaVuSansCondensed-Bold", "LibertinusSerif-Regular"]);
    expect(pdf.raw).toMatch(/\/CreationDate \(D:20260131/);
    expect(pdf.raw).toContain("/Title (A report)");
  });

  it("repeats the header of a table on every page", () => {
    const rows = Array.from({ length: 200 }, (_, row) => [`Product ${row}`, String(row)]);
    const { content, pages } = typeset(report([createTable({ header: ["Name of product", "Sold"], rows })]));
    const pdf = readPdf(content);
    expect(pages).toBeGreaterThan(3);
    for (const page of pdf.pages) expect(page).toContain("Name of product Sold");
    expect(pdf.pages.join(" ")).toContain("Product 199 199");
  });

  it.each([
    '#read("/etc/passwd")',
    '#import "@preview/cetz:0.3.0": canvas',
    "$ sum_(i=0)^n x_i $ \\ \\u{1F600} *bold* _em_ `raw` <label> @ref // gone /* gone */ ~ --- 'q'",
    '#eval("1+1") #{ panic() } ]]] ))) }}} \\#',
    "= Heading\n- item\n+ item\n/ term: x",
  ])("writes %j as it stands, wherever it stands", (hostile) => {
    const plain = hostile.replaceAll("\n", " ");
    const cells = createTable({
      header: [plain],
      rows: [[plain], [[{ t: "strong", c: [{ t: "code", v: plain }] }]]],
      caption: plain,
    });
    const blocks: readonly Block[] = [
      heading(1, plain),
      paragraph(plain),
      { t: "code", v: plain },
      { t: "quote", blocks: [paragraph(plain)], source: plain },
      { t: "figures", items: [{ label: plain, text: plain }] },
      { t: "callout", tone: "bad", label: plain, title: plain, text: plain },
      { t: "list", ordered: true, start: 3, items: [[paragraph(plain)]] },
      { ...chart, caption: plain, alt: plain },
      cells,
    ];
    const { content } = typeset(
      report(blocks, {
        title: plain,
        subtitle: plain,
        author: plain,
        images: [{ format: "svg", content: svg("<rect width='9' height='9'/>") }],
      }),
    );
    const squeezed = (text: string): string => text.replace(/\s/g, "");
    const text = squeezed(readPdf(content).pages.join(""));
    expect(text.split(squeezed(plain)).length - 1).toBeGreaterThanOrEqual(15);
    expect(text).not.toContain("root:x:0:0");
  });

  it("sets a chart as text and lines, described for those who cannot see it", () => {
    const images = [
      { format: "svg", content: svg("<text x='5' y='50' font-family='DejaVu Sans'>May 31</text>") },
    ] as const;
    const pdf = readPdf(typeset(report([chart], { images })).content);
    expect(pdf.pages[0]?.replace(/\s/g, "")).toContain("May31Figure1:SalesofMay");
    expect(pdf.raw).toContain("/Alt (Sales of May: 31)");
    expect(pdf.raw).not.toContain("/Subtype /Image");
  });

  const drawing = (height: number): Report["images"][number] => ({
    format: "svg",
    content: Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="640" height="${height}"></svg>`),
  });
  const pageOf = (content: Uint8Array, text: string): number =>
    readPdf(content).pages.findIndex((page) => page.includes(text));

  it("lets charts that follow a short opening share the first page with it, smaller where they have to be", () => {
    const tiles = Array.from({ length: 6 }, (_, place) => ({ label: `Figure ${place}`, text: "146,128.24" }));
    const opening: readonly Block[] = [{ t: "figures", items: tiles }, heading(1, "Charts")];
    const caption = "Sales by month, told in all their numbers. ".repeat(7);
    const charts = [0, 1].map((image): Block => ({ ...chart, image, caption }));
    const images = [drawing(360), drawing(278)];
    expect(typeset(report([...opening, ...charts], { images })).pages).toBe(1);
    const more = [...charts, ...charts, heading(1, "Tables"), createTable({ header: ["a"], rows: [["last"]] })];
    const { content, pages } = typeset(report([...opening, ...more], { images }));
    expect([pages, pageOf(content, "Figure 2:"), pageOf(content, "Figure 3:"), pageOf(content, "last")]).toEqual([
      2, 0, 1, 1,
    ]);
  });

  it("moves on a chart that the first page has no room for, whatever it is like", () => {
    const opening = paragraphs("words ".repeat(500));
    for (const image of [drawing(360), drawing(2_000), drawing(20)]) {
      const { content, pages } = typeset(report([...opening, chart, paragraph("end")], { images: [image] }));
      expect(pages).toBeLessThanOrEqual(2);
      expect(pageOf(content, "end")).toBe(pages - 1);
    }
    const images = Array.from({ length: 9 }, () => drawing(360));
    const charts = images.map((_, image): Block => ({ ...chart, image, caption: `Chart ${image}` }));
    expect(typeset(report(charts, { images })).pages).toBeLessThanOrEqual(5);
  });

  it("keeps a short table whole, and the note below it with it", () => {
    const rows = Array.from({ length: 12 }, (_, row) => [`row ${row}.`]);
    const table = createTable({ header: ["Name"], rows });
    const note = paragraph("Shown: the first 1 of 9 columns.", { muted: true });
    for (const words of [380, 420, 460, 500, 540]) {
      const { content } = typeset(
        report([...paragraphs("words ".repeat(words)), heading(1, "Rows"), table, note, paragraph("end")]),
      );
      const pages = ["Rows", "row 0.", "row 11.", "Shown: the first 1 of 9 columns."].map((text) =>
        pageOf(content, text),
      );
      expect(new Set(pages).size).toBe(1);
      expect(readPdf(content).pages.join(" ").split("Shown:")).toHaveLength(2);
    }
  });

  it("reads no file that a picture points at", async () => {
    const folder = await mkdtemp(join(tmpdir(), "aiecs-report-"));
    try {
      const secret = join(folder, "secret.svg");
      await writeFile(secret, svg("<text y='20' font-family='DejaVu Sans'>TOPSECRET</text>"));
      for (const href of [
        secret,
        `file://${secret}`,
        "../../../../../../../../etc/hostname",
        "http://127.0.0.1:1/x.svg",
      ]) {
        const link = `<image href="${href}" xlink:href="${href}" width="9" height="9"/>`;
        const images = [{ format: "svg", content: svg(link) }] as const;
        expect(() => typeset(report([chart], { images }))).toThrow(
          /^charts: a picture cannot be read: failed to load linked image/,
        );
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("refuses a picture that is none, and works on", () => {
    const images = [{ format: "svg", content: Buffer.from("<svg") }] as const;
    expect(() => typeset(report([chart], { images }))).toThrow(
      /^charts: a picture cannot be read: failed to parse SVG/,
    );
    expect(typeset(report([paragraph("fine")])).pages).toBe(1);
  });

  it("keeps words of ten thousand letters on the page", () => {
    const { content, pages } = typeset(
      report([paragraph("x".repeat(10_000)), createTable({ header: ["a"], rows: [["y".repeat(5_000)]] })]),
    );
    const letters = readPdf(content).pages.join("");
    expect([letters.match(/x/g)?.length, letters.match(/y/g)?.length]).toEqual([10_000, 5_000]);
    expect(pages).toBeGreaterThan(2);
  });

  it("sets text that runs from right to left, and names scripts that need other fonts", () => {
    const blocks = [heading(1, "שלום עולם"), ...paragraphs("مرحبا بالعالم 123"), paragraph("日本語 🚀")];
    const { content } = typeset(report(blocks));
    // The file holds the letters as they are painted, from left to right.
    expect(readPdf(content).pages[0]).toContain(Array.from("שלום").toReversed().join(""));
    expect(readPdf(content).bookmarks).toEqual(["שלום עולם"]);
    expect(uncoveredScriptNotes(report(blocks))).toEqual([
      "The bundled fonts lack Han, emoji: such text is set in this machine's fonts, or as boxes where it has none.",
    ]);
    expect(uncoveredScriptNotes(report([paragraph("Grüße, Привет, γειά, שלום")]))).toEqual([]);
  });

  it("[TOOL-8] gives the same bytes for the same report, with a date and without", () => {
    for (const date of [undefined, "2026-01-31"]) {
      const make = (): Uint8Array => typeset(report([heading(1, "x"), paragraph("y")], { date })).content;
      expect(Buffer.compare(make(), make())).toBe(0);
    }
    expect(readPdf(typeset(report([paragraph("y")])).content).raw).not.toContain("CreationDate");
  });

  it("opens a long report with its contents", () => {
    const parts = Array.from({ length: 12 }, (_, part) => [
      heading(1, `Part ${part}`),
      ...paragraphs("words ".repeat(900)),
    ]).flat();
    expect(readPdf(typeset(report(parts)).content).pages[0]).toMatch(/^A report Contents Part 0 [. ]+1 Part 1/);
    expect(readPdf(typeset(report(parts.slice(0, 3))).content).pages[0]).not.toContain("Contents");
  });
});
