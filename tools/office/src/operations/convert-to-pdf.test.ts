import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { ConvertToPdfParams } from "#schemas/convert-to-pdf.ts";
import { contractDocx, docx, openDocument, paragraph, pptx, relations, xlsx } from "#testing-fixtures/office-files.ts";
import { hasLibreOffice, openContext } from "#testing-fixtures/open-context.ts";
import { pdf, picture } from "#testing-fixtures/pdf-files.ts";
import { convertToPdf } from "./convert-to-pdf.ts";
import { readDocument } from "./read-document.ts";

type Context = ReturnType<typeof openContext>;

function save(context: Context, name: string, content: string | Uint8Array): string {
  writeFileSync(join(context.folder, name), content);
  return name;
}

/** Converts, and reads the PDF back. */
async function convert(context: Context, params: ConvertToPdfParams) {
  const made = await convertToPdf(params, context);
  return { made, read: await readDocument({ file_path: made }, context) };
}

describe("pictures", () => {
  it("become a page of their own size, without LibreOffice", async () => {
    await using context = openContext({ command: "no-such-office" });
    const file_path = save(context, "photo.png", await picture(192, 96));
    const { made, read } = await convert(context, { file_path, output_path: "copy/photo.pdf" });
    expect(made).toMatchObject({
      name: "photo.pdf",
      media_type: "application/pdf",
      pages: 1,
      engine: "native",
      notes: [],
    });
    expect(read.images).toHaveLength(1);
    expect(readFileSync(join(context.folder, "copy/photo.pdf")).subarray(0, 5).toString()).toBe("%PDF-");
  });
});

describe("without LibreOffice", () => {
  it.each([
    ["contract.docx", () => contractDocx(), ["Clause 7 binds both parties.", "rye", "0.85"]],
    ["deck.pptx", () => pptx(), ["Turbine report", "Output 42 MW"]],
    ["book.xlsx", () => xlsx(), ["Zebra", "2016-04-01", "007", "pippin & co"]],
    ["terms.md", () => "# Terms\n\nRent is **900**.\n", ["Terms", "Rent is 900."]],
    ["list.csv", () => "a;b\nkiln;1240\n", ["kiln", "1240"]],
  ])("%s becomes a fair PDF, and the result says by what", async (name, make, facts) => {
    await using context = openContext({ command: "no-such-office" });
    const { made, read } = await convert(context, { file_path: save(context, name, make()) });
    expect(made.engine).toBe("native");
    for (const fact of facts) expect(read.text).toContain(fact);
    expect(read.text).not.toContain("9931");
  });

  it("[TOOL-7] refuses what would lose its text, and says what to install", async () => {
    await using context = openContext({ command: "no-such-office" });
    const file_path = save(context, "a.txt", "Привет");
    await expect(convertToPdf({ file_path }, context)).rejects.toThrow(
      /characters that the built-in fonts lack .*install it: apt-get/,
    );
    await expect(convertToPdf({ file_path, engine: "libreoffice" }, context)).rejects.toMatchObject({
      code: "E003",
      message: expect.stringContaining("LibreOffice is not installed"),
    });
  });

  it("[TOOL-8] stops on abort", async () => {
    await using context = openContext({ command: "no-such-office" });
    const file_path = save(context, "book.xlsx", xlsx(5_000));
    const work = convertToPdf({ file_path, engine: "native" }, context);
    setTimeout(() => context.abort(new Error("enough")), 50);
    await expect(work).rejects.toThrow("enough");
  });
});

describe("what cannot be converted", () => {
  it("is refused before anything starts", async () => {
    await using context = openContext({ command: "no-such-office" });
    const locked = fileURLToPath(new URL("../../fixtures/locked.docx", import.meta.url));
    const cases: readonly (readonly [string, string | Uint8Array, string])[] = [
      ["a.pdf", await pdf([["x"]]), "is a PDF already"],
      ["locked.docx", readFileSync(locked), "protected by a password"],
      ["empty.txt", "", "is empty"],
      ["half.docx", contractDocx().subarray(0, 300), "cut off or damaged"],
    ];
    for (const [name, content, message] of cases) {
      const work = convertToPdf({ file_path: save(context, name, content) }, context);
      await expect(work, name).rejects.toMatchObject({ code: "E001", message: expect.stringContaining(message) });
    }
  });
});

/** A server that counts who comes. */
async function listen() {
  const visits: string[] = [];
  const server = createServer((request, response) => {
    visits.push(request.url ?? "");
    response.end("leak");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  return { url, visits, [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())) };
}

describe.skipIf(!hasLibreOffice())("with LibreOffice (skipped where it is not installed)", () => {
  it("converts each format; a file that is damaged fails alone", async () => {
    await using context = openContext();
    const slide =
      '<draw:page draw:name="p"><draw:frame svg:width="9cm" svg:height="2cm" svg:x="1cm" svg:y="1cm"><draw:text-box><text:p>Output 42 MW</text:p></draw:text-box></draw:frame></draw:page>';
    const files: readonly (readonly [string, string | Uint8Array, readonly string[]])[] = [
      ["contract.docx", contractDocx(), ["Clause 7 binds both parties.", "Account 4471", "Confidential draft"]],
      ["deck.odp", openDocument("presentation", slide), ["Output 42 MW"]],
      ["book.xlsx", xlsx(), ["Ada", "007"]],
      ["a.odt", openDocument("text", "<text:p>Kiln at 1240 degrees</text:p>"), ["Kiln at 1240 degrees"]],
      ["a.rtf", "{\\rtf1 Boiler 9 bar}", ["Boiler 9 bar"]],
      ["a.html", "<h1>Lift</h1><p>Привет &amp; Grüße</p>", ["Lift", "Привет & Grüße"]],
      ["a.md", "# Terms\n\n- rent 900\n", ["Terms", "rent 900"]],
      ["a.txt", "Grüße\n  indented <b>", ["Grüße", "indented <b>"]],
      ["a.csv", "id;sum\n007;=1+1\n", ["007", "=1+1"]],
    ];
    // Whole as an archive, but no document inside.
    const bad = save(context, "bad.docx", docx("</w:body></oops>"));
    const failing = convertToPdf({ file_path: bad }, context).catch((error: unknown) => error);
    const done = await Promise.all(
      files.map(async ([name, content, facts]) => ({
        facts,
        ...(await convert(context, { file_path: save(context, name, content) })),
      })),
    );
    for (const { made, read, facts } of done) {
      expect(made).toMatchObject({ engine: "libreoffice", notes: [] });
      expect(made.pages).toBe(read.pages.length);
      for (const fact of facts) expect(read.text).toContain(fact);
    }
    expect(await failing).toMatchObject({
      code: "E001",
      message: expect.stringContaining("LibreOffice cannot read it"),
    });
  }, 60_000);

  it("[TOOL-6] loads nothing from the network or from other files, whatever asks for it", async () => {
    await using server = await listen();
    await using context = openContext();
    const secret = join(context.folder, "..", `office-secret-${process.pid}.txt`);
    writeFileSync(secret, "TOPSECRET");
    const outside = `file://${secret}`;
    const u = server.url;
    const field = (instruction: string) =>
      `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>${instruction}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>stored</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`;
    const linked =
      '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><wp:extent cx="900000" cy="900000"/><wp:docPr id="1" name="p"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="0" name="x"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:link="p"/></pic:blipFill><pic:spPr/></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>';
    const links = [{ id: "p", type: "image", target: `${u}/docx.png`, external: true }];
    const section = `<text:section text:name="s"><text:section-source xlink:href="${outside}" text:filter-name="Text"/><text:p>stored</text:p></text:section><text:p><draw:frame svg:width="3cm" svg:height="3cm"><draw:image xlink:href="${u}/odt.png" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame></text:p>`;
    const sheet = `<table:table table:name="A"><table:table-row><table:table-cell office:value-type="string"><text:p>Planted</text:p></table:table-cell><table:table-cell table:formula="of:=WEBSERVICE(&quot;${u}/ods&quot;)"/><table:table-cell table:formula="of:=['${outside}'#$A.A1]"/></table:table-row></table:table>`;
    const files: readonly (readonly [string, string | Uint8Array])[] = [
      [
        "evil.html",
        `<p>Planted<img src="${u}/img.png"><img src="file:///etc/passwd"><iframe src="${outside}"></iframe></p><style>@import url(${u}/css)</style><script src="${u}/js"></script>`,
      ],
      ["evil.md", `Planted ![x](${u}/md.png) ![y](/etc/passwd) <img src="${u}/raw.png">`],
      [
        "evil.docx",
        docx(
          `${paragraph("Planted")}${linked}${field(`INCLUDEPICTURE "${u}/field.png" \\d`)}${field(`INCLUDETEXT "${secret}"`)}`,
          {
            "word/settings.xml": "",
            "word/_rels/settings.xml.rels": relations([
              { id: "t", type: "attachedTemplate", target: `${u}/t.dotx`, external: true },
            ]),
          },
          links,
        ),
      ],
      ["evil.odt", openDocument("text", `<text:p>Planted</text:p>${section}`)],
      ["evil.ods", openDocument("spreadsheet", sheet)],
      [
        "evil.rtf",
        `{\\rtf1 Planted{\\field{\\*\\fldinst INCLUDEPICTURE "${u}/rtf.png" \\\\d}{\\fldrslt x}}{\\field{\\*\\fldinst INCLUDETEXT "${secret}"}{\\fldrslt stored}}}`,
      ],
      ["evil.csv", `Planted,"=WEBSERVICE(""${u}/csv"")"\n`],
    ];
    const done = await Promise.all(
      files.map(async ([name, content]) => convert(context, { file_path: save(context, name, content) })),
    );
    for (const { made, read } of done) {
      expect(read.text, made.name).toContain("Planted");
      expect(read.text, made.name).not.toMatch(/TOPSECRET|root:|leak/);
    }
    expect(server.visits).toEqual([]);
    expect(done[0]?.made.notes).toEqual([
      `left out the picture ${u}/img.png`,
      "left out the picture file:///etc/passwd",
    ]);
    expect(done[2]?.made.notes).toEqual(["left out 2 links to other files or the network"]);
  }, 60_000);

  it("shows pictures that lie beside an HTML page within the roots", async () => {
    await using context = openContext();
    save(context, "logo.png", await picture(40, 30));
    const { made, read } = await convert(context, {
      file_path: save(context, "page.html", '<p>Logo <img src="logo.png"></p>'),
    });
    expect(made.notes).toEqual([]);
    expect(read.images).toHaveLength(1);
  }, 60_000);
});
