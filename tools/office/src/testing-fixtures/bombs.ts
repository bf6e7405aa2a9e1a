import { deflateRawSync } from "node:zlib";
import sharp from "sharp";
import { contractDocx, docx, paragraph } from "./office-files.ts";

export type Bomb = { readonly name: string; readonly make: () => Promise<Buffer>; readonly refusal: string | RegExp };

/** Bytes of zeros, packed. */
function packedZeros(bytes: number): Buffer {
  return deflateRawSync(Buffer.alloc(bytes), { level: 9 });
}

/**
 * Puts packed zeros in the place of the document's main part: the archive's directory says they expand to `said` bytes.
 */
function withPackedZeros(bytes: number, said: number): Buffer {
  const mark = "@".repeat(1_000);
  const archive = docx(paragraph(mark));
  const packed = packedZeros(bytes);
  const name = Buffer.from("word/document.xml");
  const header = archive.indexOf("word/document.xml<?xml") - 30;
  const length = archive.readUInt32LE(header + 18);
  const data = header + 30 + name.length;
  const grown = packed.length - length;
  const made = Buffer.concat([archive.subarray(0, data), packed, archive.subarray(data + length)]);
  const end = made.lastIndexOf("PK\x05\x06", undefined, "latin1");
  made.writeUInt32LE(made.readUInt32LE(end + 16) + grown, end + 16);
  for (let at = made.readUInt32LE(end + 16); at < end; at += 46 + made.readUInt16LE(at + 28)) {
    if (made.readUInt32LE(at + 42) > header) made.writeUInt32LE(made.readUInt32LE(at + 42) + grown, at + 42);
    if (made.subarray(at + 46, at + 46 + name.length).equals(name)) describe(made, at + 10, packed.length, said);
  }
  describe(made, header + 8, packed.length, said);
  return made;
}

/** Writes method, and sizes. */
function describe(archive: Buffer, at: number, packedBytes: number, bytes: number): void {
  archive.writeUInt16LE(8, at);
  archive.writeUInt32LE(packedBytes, at + 10);
  archive.writeUInt32LE(bytes, at + 14);
}

/** All parts share the bytes of the first, as overlapping bombs do. */
function overlapping(): Buffer {
  const archive = contractDocx();
  const end = archive.lastIndexOf("PK\x05\x06", undefined, "latin1");
  for (let at = archive.readUInt32LE(end + 16); at < end; at += 46 + archive.readUInt16LE(at + 28)) {
    archive.writeUInt32LE(archive.length - 200, at + 20);
    archive.writeUInt32LE(archive.length - 200, at + 24);
  }
  return archive;
}

const entities = Array.from({ length: 12 }, (_, level) => `<!ENTITY e${level + 1} "${`&e${level};`.repeat(10)}">`);

/** Files that would take gigabytes if they were believed, and what is said of them. */
export const bombs: Readonly<Record<string, Bomb>> = {
  "a docx that says it expands to 4 GB": {
    name: "bomb.docx",
    make: async () => withPackedZeros(1 << 20, 4_000_000_000),
    refusal: /expands to 40000\d+ bytes, more than limits\.max_expansion_bytes \(524288000\)/,
  },
  "a docx that expands to 200 MB and says 900 bytes": {
    name: "liar.docx",
    make: async () => withPackedZeros(200_000_000, 900),
    refusal: "expands to more than the 900 bytes that the archive's directory tells",
  },
  "a docx whose parts lie within each other": {
    name: "overlapping.docx",
    make: async () => overlapping(),
    refusal: "parts of the archive lie within each other",
  },
  "a docx whose entities grow to terabytes": {
    name: "laughs.docx",
    make: async () =>
      docx("", {
        "word/document.xml": `<?xml version="1.0"?><!DOCTYPE w [<!ENTITY e0 "laugh">${entities.join("")}]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${paragraph("&e12;")}</w:body></w:document>`,
      }),
    refusal: "its part word/document.xml declares a document type or entities",
  },
  "an image of 100 megapixels": {
    name: "huge.png",
    make: async () => {
      const create = { width: 10_000, height: 10_000, channels: 3, background: "#fff" } as const;
      return await sharp({ create, limitInputPixels: false }).png({ compressionLevel: 1 }).toBuffer();
    },
    refusal: "it has 100000000 pixels (10000 × 10000), more than limits.max_pixels (50000000) allows",
  },
};
