import { type ArchivePart, writeArchive } from "#documents/write-archive.ts";

/** Small office files written by hand, so that every fact in them is known. */

const relationTypes = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packageTypes = "http://schemas.openxmlformats.org/package/2006";

export type Parts = { readonly [name: string]: string | Uint8Array };

export function archiveOf(parts: Parts): Buffer {
  return writeArchive(
    Object.entries(parts).map(
      ([name, content]): ArchivePart => ({
        name,
        content: typeof content === "string" ? Buffer.from(content, "utf8") : content,
      }),
    ),
  );
}

export type Relation = {
  readonly id: string;
  readonly type: string;
  readonly target: string;
  readonly external?: boolean;
};

export function relations(list: readonly Relation[]): string {
  const items = list.map(
    ({ id, type, target, external = false }) =>
      `<Relationship Id="${id}" Type="${relationTypes}/${type}" Target="${target}"${external ? ' TargetMode="External"' : ""}/>`,
  );
  return `<?xml version="1.0"?><Relationships xmlns="${packageTypes}/relationships">${items.join("")}</Relationships>`;
}

function contentTypes(overrides: { readonly [part: string]: string }): string {
  const items = Object.entries(overrides).map(
    ([part, type]) =>
      `<Override PartName="/${part}" ContentType="application/vnd.openxmlformats-officedocument.${type}+xml"/>`,
  );
  return `<?xml version="1.0"?><Types xmlns="${packageTypes}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>${items.join("")}</Types>`;
}

const wordName =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';

export function paragraph(text: string): string {
  return `<w:p><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;
}

/** A docx of a body, with further parts and relations of the document. */
export function docx(body: string, more: Parts = {}, links: readonly Relation[] = []): Buffer {
  return archiveOf({
    "[Content_Types].xml": contentTypes({
      "word/document.xml": "wordprocessingml.document.main",
      "word/footnotes.xml": "wordprocessingml.footnotes",
      "word/header1.xml": "wordprocessingml.header",
      "word/footer1.xml": "wordprocessingml.footer",
    }),
    "_rels/.rels": relations([{ id: "rId1", type: "officeDocument", target: "word/document.xml" }]),
    "word/document.xml": `<?xml version="1.0"?><w:document ${wordName}><w:body>${body}</w:body></w:document>`,
    "word/_rels/document.xml.rels": relations(links),
    ...more,
  });
}

/** A contract with a header, a footer, a footnote and a table. */
export function contractDocx(): Buffer {
  const note = '<w:p><w:r><w:t>Payable to Ms Adeyemi</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>';
  const rows = [
    ["item", "price"],
    ["rye", "0.85"],
    ["wheat", "0.72"],
  ].map((row) => `<w:tr>${row.map((cell) => `<w:tc>${paragraph(cell)}</w:tc>`).join("")}</w:tr>`);
  const body = `${paragraph("Clause 7 binds both parties.")}${note}<w:tbl>${rows.join("")}</w:tbl><w:sectPr><w:headerReference w:type="default" r:id="rIdH"/><w:footerReference w:type="default" r:id="rIdF"/></w:sectPr>`;
  return docx(
    body,
    {
      "word/footnotes.xml": `<w:footnotes ${wordName}><w:footnote w:id="2">${paragraph("Account 4471")}</w:footnote></w:footnotes>`,
      "word/header1.xml": `<w:hdr ${wordName}>${paragraph("Confidential draft")}</w:hdr>`,
      "word/footer1.xml": `<w:ftr ${wordName}>${paragraph("Registered in Leith")}</w:ftr>`,
    },
    [
      { id: "rIdN", type: "footnotes", target: "footnotes.xml" },
      { id: "rIdH", type: "header", target: "header1.xml" },
      { id: "rIdF", type: "footer", target: "footer1.xml" },
    ],
  );
}

const drawingNames =
  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';

function shape(text: string, kind: string): string {
  return `<p:sp><p:nvSpPr><p:cNvPr id="2" name="s"/><p:cNvSpPr/><p:nvPr><p:ph type="${kind}"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:txBody></p:sp>`;
}

function slidePart(element: string, shapes: string): string {
  return `<?xml version="1.0"?><p:${element} ${drawingNames}><p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>${shapes}</p:spTree></p:cSld></p:${element}>`;
}

/** Two slides, the first with speaker notes. */
export function pptx(): Buffer {
  return archiveOf({
    "[Content_Types].xml": contentTypes({
      "ppt/presentation.xml": "presentationml.presentation.main",
      "ppt/slides/slide1.xml": "presentationml.slide",
      "ppt/slides/slide2.xml": "presentationml.slide",
      "ppt/notesSlides/notesSlide1.xml": "presentationml.notesSlide",
    }),
    "_rels/.rels": relations([{ id: "rId1", type: "officeDocument", target: "ppt/presentation.xml" }]),
    "ppt/presentation.xml": `<?xml version="1.0"?><p:presentation ${drawingNames}><p:sldIdLst><p:sldId id="256" r:id="rId1"/><p:sldId id="257" r:id="rId2"/></p:sldIdLst></p:presentation>`,
    "ppt/_rels/presentation.xml.rels": relations([
      { id: "rId1", type: "slide", target: "slides/slide1.xml" },
      { id: "rId2", type: "slide", target: "slides/slide2.xml" },
    ]),
    "ppt/slides/slide1.xml": slidePart("sld", shape("Turbine report", "title")),
    "ppt/slides/_rels/slide1.xml.rels": relations([
      { id: "rId1", type: "notesSlide", target: "../notesSlides/notesSlide1.xml" },
    ]),
    "ppt/notesSlides/notesSlide1.xml": slidePart("notes", shape("Mention the blade crack", "body")),
    "ppt/notesSlides/_rels/notesSlide1.xml.rels": relations([
      { id: "rId1", type: "slide", target: "../slides/slide1.xml" },
    ]),
    "ppt/slides/slide2.xml": slidePart("sld", shape("Output 42 MW", "body")),
  });
}

/** Sheets "Zebra" (first though its part is the second), "Apple", and "Secrets", which is hidden. */
export function xlsx(rows = 0): Buffer {
  const names =
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
  const text = (place: string, value: string): string => `<c r="${place}" t="inlineStr"><is><t>${value}</t></is></c>`;
  const sheet = (content: string): string =>
    `<?xml version="1.0"?><worksheet ${names}><sheetData>${content}</sheetData></worksheet>`;
  const many = Array.from(
    { length: rows },
    (_, row) => `<row>${text(`A${row + 9}`, `row ${row}`)}<c r="B${row + 9}"><v>${row}</v></c></row>`,
  );
  return archiveOf({
    "[Content_Types].xml": contentTypes({
      "xl/workbook.xml": "spreadsheetml.sheet.main",
      "xl/worksheets/sheet1.xml": "spreadsheetml.worksheet",
      "xl/worksheets/sheet2.xml": "spreadsheetml.worksheet",
      "xl/worksheets/sheet3.xml": "spreadsheetml.worksheet",
      "xl/styles.xml": "spreadsheetml.styles",
      "xl/sharedStrings.xml": "spreadsheetml.sharedStrings",
    }),
    "_rels/.rels": relations([{ id: "rId1", type: "officeDocument", target: "xl/workbook.xml" }]),
    "xl/workbook.xml": `<?xml version="1.0"?><workbook ${names}><sheets><sheet name="Zebra" sheetId="1" r:id="rId2"/><sheet name="Apple" sheetId="2" r:id="rId1"/><sheet name="Secrets" sheetId="3" state="hidden" r:id="rId3"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": relations([
      { id: "rId1", type: "worksheet", target: "worksheets/sheet1.xml" },
      { id: "rId2", type: "worksheet", target: "worksheets/sheet2.xml" },
      { id: "rId3", type: "worksheet", target: "/xl/worksheets/sheet3.xml" },
      { id: "rId4", type: "styles", target: "styles.xml" },
      { id: "rId5", type: "sharedStrings", target: "sharedStrings.xml" },
    ]),
    "xl/styles.xml": `<?xml version="1.0"?><styleSheet ${names}><numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/><numFmt numFmtId="165" formatCode="[Red]#,##0.00&quot; days&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>`,
    "xl/sharedStrings.xml": `<?xml version="1.0"?><sst ${names}><si><t>name</t></si><si><r><t>sta</t></r><r><t>rt</t></r><rPh><t>HINT</t></rPh></si></sst>`,
    "xl/worksheets/sheet1.xml": sheet(
      `<row><c r="A1" t="s"><v>0</v></c></row><row>${text("A2", "pippin &amp; co")}</row>`,
    ),
    "xl/worksheets/sheet2.xml": sheet(
      `<row><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>${text("D1", "id")}${text("E1", "paid")}${text("F1", "sum")}</row><row>${text("A2", "Ada")}<c r="B2" s="1"><v>42461</v></c>${text("D2", "007")}<c r="E2" t="b"><v>1</v></c><c r="F2" s="3"><v>0.30000000000000004</v></c></row><row>${text("A3", "Bo")}<c r="B3" s="2"><v>42461.5</v></c>${text("D3", "042")}<c r="E3" t="b"><v>0</v></c><c r="F3"><v>12</v></c></row>${many.join("")}`,
    ),
    "xl/worksheets/sheet3.xml": sheet(`<row>${text("A1", "launch code 9931")}</row>`),
  });
}

const odfNames =
  'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"';

/** An OpenDocument file of a body; `styles` are automatic styles. */
export function openDocument(kind: "text" | "spreadsheet" | "presentation", body: string, styles = ""): Buffer {
  const type = `application/vnd.oasis.opendocument.${kind}`;
  return archiveOf({
    mimetype: type,
    "META-INF/manifest.xml": `<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="${type}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>`,
    "content.xml": `<?xml version="1.0"?><office:document-content ${odfNames} office:version="1.2"><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:${kind}>${body}</office:${kind}></office:body></office:document-content>`,
  });
}
