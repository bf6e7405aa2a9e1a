import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createTestContext } from "@aiecs/core/testing";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import type { ReadDocumentResult } from "#schemas/read-document.ts";
import {
  archiveOf,
  contractDocx,
  docx,
  openDocument,
  paragraph,
  pptx,
  relations,
  xlsx,
} from "#testing-fixtures/office-files.ts";
import { pdf, picture } from "#testing-fixtures/pdf-files.ts";
import { readDocument } from "./read-document.ts";

const fixtures = fileURLToPath(new URL("../../fixtures", import.meta.url));

type TestContext = ReturnType<typeof createTestContext>;
type ReadOptions = {
  readonly limits?: { readonly max_pixels?: number; readonly max_pages?: number };
  readonly password?: string;
};

function save(context: TestContext, name: string, content: string | Uint8Array): string {
  const path = join(context.folder, name);
  writeFileSync(path, content);
  return path;
}

async function read(
  name: string,
  content: string | Uint8Array,
  options: ReadOptions = {},
): Promise<ReadDocumentResult & { readonly sizes: readonly (readonly [number, number])[] }> {
  const { password, ...rest } = options;
  await using context = createTestContext(rest);
  const result = await readDocument({ file_path: save(context, name, content), password }, context);
  // Looked at while the artifacts are there.
  const sizes = await Promise.all(
    result.scanned_pages.map(async ({ path }) => {
      const { width, height } = await sharp(readFileSync(path)).metadata();
      return [width, height] as const;
    }),
  );
  return { ...result, sizes };
}

describe("office documents", () => {
  it("reads a docx: body, then footnotes, then header and footer, and its table", async () => {
    const { text, pages, tables, metadata } = await read("contract.docx", contractDocx());
    expect(text.split(/\n+/)).toEqual([
      "Clause 7 binds both parties.",
      "Payable to Ms Adeyemi",
      "item\tprice",
      "rye\t0.85",
      "wheat\t0.72",
      "Account 4471",
      "Confidential draft",
      "Registered in Leith",
    ]);
    expect(pages).toEqual([{ number: 1, text }]);
    expect(tables).toEqual([
      {
        page: 1,
        name: null,
        rows: [
          ["item", "price"],
          ["rye", "0.85"],
          ["wheat", "0.72"],
        ],
        data: [
          { item: "rye", price: 0.85 },
          { item: "wheat", price: 0.72 },
        ],
      },
    ]);
    expect(metadata).toMatchObject({ format: "docx", page_count: 1 });
  });

  it("reads a pptx: a page for each slide, its speaker notes after it", async () => {
    const { pages } = await read("deck.pptx", pptx());
    expect(pages.map(({ text }) => text.split(/\n+/))).toEqual([
      ["Turbine report", "Mention the blade crack"],
      ["Output 42 MW"],
    ]);
  });

  it("reads an xlsx: sheets in the workbook's order, dates, texts that look like numbers, no hidden sheet", async () => {
    const { text, pages, tables, metadata } = await read("book.xlsx", xlsx());
    expect(pages.map((page) => page.number)).toEqual([1, 2]);
    expect(text).not.toContain("9931");
    expect(metadata.hidden_sheets).toEqual(["Secrets"]);
    expect(tables.map(({ name }) => name)).toEqual(["Zebra", "Apple"]);
    expect(tables[0]?.rows).toEqual([
      ["name", "start", "id", "paid", "sum"],
      ["Ada", "2016-04-01", "007", "TRUE", "0.3"],
      ["Bo", "2016-04-01T12:00:00", "042", "FALSE", "12"],
    ]);
    expect(tables[0]?.data[0]).toEqual({ name: "Ada", start: "2016-04-01", id: "007", paid: true, sum: 0.3 });
    expect(tables[1]?.rows).toEqual([["name"], ["pippin & co"]]);
  });

  it("reads 20,000 rows of a sheet in a few seconds", async () => {
    const startedMs = performance.now();
    const { tables } = await read("big.xlsx", xlsx(20_000));
    expect(tables[0]?.data).toHaveLength(20_002);
    expect(tables[0]?.rows.at(-1)?.[0]).toBe("row 19999");
    expect(performance.now() - startedMs).toBeLessThan(5_000);
  });

  it("reads an odt and an ods, whose hidden sheet is named only", async () => {
    const odt = await read("a.odt", openDocument("text", "<text:p>Kiln at 1240 degrees</text:p>"));
    expect(odt.text).toBe("Kiln at 1240 degrees");
    const cell = (text: string) =>
      `<table:table-row><table:table-cell><text:p>${text}</text:p></table:table-cell></table:table-row>`;
    const sheets = `<table:table table:name="Open">${cell("visible")}</table:table><table:table table:name="Shut" table:style-name="ta2">${cell("cloaked")}</table:table>`;
    const style =
      '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>';
    const ods = await read("a.ods", openDocument("spreadsheet", sheets, style));
    expect(ods.text).toBe("visible");
    expect(ods.metadata.hidden_sheets).toEqual(["Shut"]);
  });

  it("keeps each distinct picture once", async () => {
    const red = await picture(9, 9);
    const image = (id: string) =>
      `<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><wp:extent cx="9000" cy="9000"/><wp:docPr id="1" name="p"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill><a:blip r:embed="${id}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`;
    const media = { "word/media/a.png": red, "word/media/b.png": red, "word/media/c.png": await picture(8, 8) };
    const links = ["a", "b", "c"].map((id) => ({ id, type: "image", target: `media/${id}.png` }));
    const { images } = await read("pictures.docx", docx(["a", "b", "c"].map(image).join(""), media, links));
    expect(images.map(({ media_type, bytes }) => [media_type, bytes])).toEqual([
      ["image/png", red.length],
      ["image/png", media["word/media/c.png"].length],
    ]);
  });
});

describe("pdf", () => {
  it("reads each physical page, its tables, and draws pages without text for OCR", async () => {
    const file = await pdf([
      ["Invoice 88-21", "Net 1,250.00 EUR"],
      null,
      ["part|amount|price", "bolt|12|0.40", "nut|30|0.15", "rod|7|2.10"],
    ]);
    const { pages, tables, images, scanned_pages, sizes, metadata } = await read("invoice.pdf", file);
    expect(pages.map(({ text }) => text.split("\n")[0])).toEqual([
      "Invoice 88-21",
      "",
      expect.stringMatching(/^part\s+amount\s+price$/),
    ]);
    expect(tables).toHaveLength(1);
    expect(tables[0]).toMatchObject({
      page: 3,
      data: [{ part: "bolt", amount: 12, price: 0.4 }, { part: "nut" }, { part: "rod" }],
    });
    expect(scanned_pages.map(({ name, media_type }) => [name, media_type])).toEqual([["page-2.png", "image/png"]]);
    // A4 at 300 dots per inch.
    expect(sizes).toEqual([[2479, 3508]]);
    expect(images).toHaveLength(1);
    expect(metadata).toMatchObject({ format: "pdf", title: "Planted title", page_count: 3 });
  });

  it("[TOOL-6] draws no page with more pixels than allowed", async () => {
    const { sizes } = await read("scan.pdf", await pdf([null]), { limits: { max_pixels: 100_000 } });
    const [width, height] = sizes[0] ?? [0, 0];
    expect(width * height).toBeLessThanOrEqual(100_000);
    expect(width * height).toBeGreaterThan(80_000);
  });

  it("[TOOL-6] refuses more pages than allowed", async () => {
    await expect(read("long.pdf", await pdf([["a"], ["b"], ["c"]]), { limits: { max_pages: 2 } })).rejects.toThrow(
      "it has 3 pages, more than limits.max_pages (2) allows",
    );
  });

  it("[TOOL-8] reports progress and stops on abort", async () => {
    await using context = createTestContext();
    const path = save(context, "long.pdf", await pdf(Array.from({ length: 40 }, (_, page) => [`page ${page}`])));
    const stopping: typeof context.progress = (fraction, message) => {
      context.progress(fraction, message);
      if (context.progressed.length === 3) context.abort(new Error("enough"));
    };
    await expect(readDocument({ file_path: path }, { ...context, progress: stopping })).rejects.toThrow("enough");
    expect(context.progressed).toHaveLength(3);
    expect(context.progressed[2]?.message).toBe("Page 3 of 40");
  });
});

describe("plain characters", () => {
  it("reads html without its marks and scripts", async () => {
    const html =
      "<!doctype html><h1>Lift &amp; stairs</h1><p>until <b>12 June</b><script>alert('x')</script></p><table><tr><th>floor<th>who<tr><td>1<td>Okafor</table>";
    const { text, tables, metadata } = await read("page.txt", html);
    expect(text.split(/\n+/)).toEqual(["Lift & stairs", "until 12 June", "floor\twho", "1\tOkafor"]);
    expect(tables[0]?.data).toEqual([{ floor: 1, who: "Okafor" }]);
    expect(metadata).toMatchObject({ format: "html", encoding: "utf-8" });
  });

  it("reads rtf, Markdown, csv and text in windows-1252", async () => {
    expect((await read("a.rtf", "{\\rtf1\\ansi Boiler {\\b pressure} 9 bar\\par}")).text).toBe("Boiler pressure 9 bar");
    const md = await read("a.md", "# Terms\n\n- rent 900\n- deposit 1800\n");
    expect(md.text.split(/\n+/)).toEqual(["Terms", "- rent 900", "- deposit 1800"]);
    const csv = await read("a.csv", 'id;name\n007;"Smith; J"\n008;Wu\n');
    expect(csv.tables[0]?.data).toEqual([
      { id: "007", name: "Smith; J" },
      { id: "008", name: "Wu" },
    ]);
    const latin = await read("a.txt", Buffer.from("Stra\u00dfe 5 \u20ac".replace("\u20ac", "\u0080"), "latin1"));
    expect(latin).toMatchObject({ text: "Straße 5 €", metadata: { encoding: "windows-1252" } });
  });
});

describe("images", () => {
  it("have no text, and are scanned pages themselves", async () => {
    const { text, pages, images, scanned_pages, metadata } = await read("photo.dat", await picture(30, 20));
    expect({ text, pages, metadata: metadata.format }).toEqual({
      text: "",
      pages: [{ number: 1, text: "" }],
      metadata: "png",
    });
    expect(scanned_pages).toHaveLength(1);
    expect(scanned_pages).toEqual(images);
  });
});

describe("what cannot be read", () => {
  const locked = ["locked.docx", "locked.pdf"].map((name) => [name, readFileSync(join(fixtures, name))] as const);

  it.each(locked)("opens %s with its password only", async (name, content) => {
    await expect(read(name, content)).rejects.toThrow("protected by a password; give it as `password`");
    await expect(read(name, content, { password: "wrong" })).rejects.toThrow("the password given does not open it");
    expect((await read(name, content, { password: "opensesame" })).text).toBe("The vault code is 7741.");
  });

  it("says what is wrong with damaged files", async () => {
    const whole = contractDocx();
    const bent = Buffer.from(whole);
    bent[bent.indexOf("Clause 7")] = 0;
    const cases: readonly (readonly [string, Uint8Array, string | RegExp])[] = [
      ["empty.docx", Buffer.alloc(0), "empty.docx is empty; expected pdf, docx"],
      ["half.docx", whole.subarray(0, whole.length / 2), "cut off or damaged"],
      ["bent.docx", bent, "its part word/document.xml is damaged"],
      ["half.pdf", (await pdf([["x"]])).subarray(0, 40), /damaged or incomplete/],
      ["bits.bin", Buffer.from([1, 0, 2, 0, 3]), "received unknown binary data"],
      ["photos.zip", archiveOf({ "a.txt": "hello" }), "is a zip archive but no document"],
      ["half.png", (await picture(9, 9)).subarray(0, 20), "the image is damaged"],
    ];
    for (const [name, content, message] of cases) {
      await expect(read(name, content), name).rejects.toMatchObject({ code: "E001" });
      await expect(read(name, content), name).rejects.toThrow(message);
    }
  });

  it("says what to do with files of Office 97", async () => {
    const start = Buffer.from("d0cf11e0a1b11ae1", "hex");
    const doc = Buffer.concat([start, Buffer.alloc(600), Buffer.from("WordDocument", "utf16le")]);
    await expect(read("old.doc", doc)).rejects.toThrow(
      "save it as .docx, or turn it into a PDF with office_tool.convert_to_pdf",
    );
  });

  it("goes by the content, not by the name", async () => {
    expect((await read("contract.pdf", contractDocx())).metadata.format).toBe("docx");
    expect((await read("page.docx", await pdf([["really a PDF"]]))).text).toBe("really a PDF");
  });

  it("[TOOL-6] does not leave its roots, nor follow pictures outside of the document", async () => {
    await using context = createTestContext();
    await expect(readDocument({ file_path: "/etc/passwd" }, context)).rejects.toMatchObject({ code: "E001" });
    const links = [{ id: "rId9", type: "image", target: "file:///etc/passwd", external: true }];
    const { images, text } = await read("linked.docx", docx(paragraph("alone"), {}, links));
    expect({ images, text }).toEqual({ images: [], text: "alone" });
    expect(relations(links)).toContain("External");
  });
});
