import { describe, expect, it } from "vitest";
import type { ArchiveFormat } from "#documents/document-format.ts";
import { readArchive } from "#documents/read-archive.ts";
import { docx, openDocument, paragraph } from "#testing-fixtures/office-files.ts";
import { withoutLoadingFields } from "./safe-rtf.ts";
import { withoutLinks } from "./without-links.ts";

const { signal } = new AbortController();

async function clean(content: Buffer, format: ArchiveFormat, part: string) {
  const options = { name: "a", maxExpansionBytes: 1_000_000 };
  const { content: made, removed } = await withoutLinks(readArchive(content, options), { format, name: "a", signal });
  return { removed, text: (await readArchive(made, options).read(part))?.toString("utf8") ?? "" };
}

describe("documents without links", () => {
  it("lose pictures, templates and chunks of other files in Office Open XML, and keep hyperlinks", async () => {
    const { text, removed } = await clean(
      docx(paragraph("x"), {}, [
        { id: "p", type: "image", target: "http://127.0.0.1/p.png", external: true },
        { id: "t", type: "attachedTemplate", target: "file:///t.dotx", external: true },
        { id: "c", type: "aFChunk", target: "chunk.html" },
        { id: "h", type: "hyperlink", target: "https://example.com", external: true },
        { id: "i", type: "image", target: "media/inside.png" },
      ]),
      "docx",
      "word/_rels/document.xml.rels",
    );
    expect(removed).toBe(3);
    expect([...text.matchAll(/Id="(\w)"/g)].map(([, id]) => id)).toEqual(["h", "i"]);
  });

  it("lose every target outside of the archive in OpenDocument, also one written with references", async () => {
    const body =
      '<text:section><text:section-source xlink:href="file:///etc/passwd"/></text:section><draw:image xlink:href="&#104;ttp://h/x.png"/><draw:image xlink:href=\'../up.png\'/><draw:image xlink:href="Pictures/in.png"/><text:a xlink:href="https://example.com">e</text:a>';
    const { text, removed } = await clean(openDocument("text", body), "odt", "content.xml");
    expect(removed).toBe(3);
    expect([...text.matchAll(/href="([^"]*)"/g)].map(([, target]) => target)).toEqual([
      "",
      "",
      "",
      "Pictures/in.png",
      "https://example.com",
    ]);
  });

  it("lose the fields of RTF that load, also hidden ones; others stay", () => {
    const clean = (rtf: string) => withoutLoadingFields(Buffer.from(rtf, "latin1"));
    for (const instruction of [
      'INCLUDEPICTURE "x"',
      "{INCLUDE}TEXT x",
      "\\'49NCLUDETEXT x",
      "\\u73 ?NCLUDETEXT x",
      "{\\*\\x PAGE} INCLUDETEXT x",
      "IMPORT x",
      "DDEAUTO a b",
    ]) {
      expect(clean(`{\\rtf1{\\field{\\*\\fldinst ${instruction}}{\\fldrslt r}}}`).removed, instruction).toBe(1);
    }
    const harmless =
      '{\\rtf1{\\field{\\*\\fldinst { HYPERLINK "https://example.com" }}{\\fldrslt r}}{\\field{\\*\\fldinst PAGE}{\\fldrslt 1}}}';
    expect(clean(harmless)).toEqual({ content: Buffer.from(harmless), removed: 0 });
  });
});
