import { inflateSync } from "node:zlib";

/** What tests look at in a PDF. Reads the plain files that the typesetter of this package writes, not any PDF. */
export type PdfFacts = {
  /** The text of each page, pictures included, in reading order; runs are parted by single spaces. */
  readonly pages: readonly string[];
  /** Titles of the bookmarks, in their order. */
  readonly bookmarks: readonly string[];
  readonly isTagged: boolean;
  /** Names of the embedded fonts, without their subset prefix. */
  readonly fonts: readonly string[];
  /** The whole file as Latin-1, for what has no field here. */
  readonly raw: string;
};

type Objects = ReadonlyMap<number, string>;

export function readPdf(file: Uint8Array): PdfFacts {
  const raw = Buffer.from(file).toString("latin1");
  const objects: Objects = new Map(
    Array.from(raw.matchAll(/^(\d+) 0 obj\n([\s\S]*?)\nendobj/gm), ([, id, body]) => [Number(id), body ?? ""]),
  );
  const bodies = [...objects.values()];
  const kids = bodies
    .filter((body) => body.includes("/Type /Pages"))
    .flatMap((body) => references(/\/Kids \[([^\]]*)\]/.exec(body)?.[1] ?? ""));
  const pages = kids.map((id) => objects.get(id) ?? "").filter((body) => /\/Type \/Page\s/.test(body));
  return {
    pages: pages.map((page) =>
      textOf(page, streamOf(objects.get(reference(page, "Contents") ?? 0) ?? ""), objects)
        .replace(/\s+/g, " ")
        .trim(),
    ),
    bookmarks: bodies
      .filter((body) => body.includes("/Dest ") && body.includes("/Title "))
      .map((body) => textString(/\/Title (\((?:[^()\\]|\\[\s\S])*\)|<[^>]*>)/.exec(body)?.[1] ?? "")),
    isTagged: bodies.some((body) => body.includes("/Type /StructTreeRoot")) && raw.includes("/Marked true"),
    fonts: [...new Set(bodies.flatMap((body) => /\/FontName \/[A-Z]{6}\+([^\s]+)/.exec(body)?.[1] ?? []))].toSorted(),
    raw,
  };
}

/** The text that a content stream shows, and that of the forms it draws, in their order. */
function textOf(holder: string, content: string, objects: Objects): string {
  const fonts = new Map(
    Array.from(holder.matchAll(/\/(f\d+) (\d+) 0 R/g), ([, name, id]) => [name, characterMap(Number(id), objects)]),
  );
  const forms = new Map(Array.from(holder.matchAll(/\/(x\d+) (\d+) 0 R/g), ([, name, id]) => [name, Number(id)]));
  let font: ReadonlyMap<number, string> | undefined;
  let text = "";
  for (const [, fontName, formName, strings] of content.matchAll(
    /\/(f\d+) [\d.]+ Tf|\/(x\d+) Do|(\[(?:\((?:[^()\\]|\\[\s\S])*\)|<[0-9A-Fa-f]*>|[-\d.\s])*\] TJ|\((?:[^()\\]|\\[\s\S])*\) Tj|ET)/g,
  )) {
    if (fontName !== undefined) font = fonts.get(fontName);
    else if (formName !== undefined) {
      const form = objects.get(forms.get(formName) ?? 0) ?? "";
      if (form.includes("/Subtype /Form"))
        text += ` ${textOf(form.slice(0, form.indexOf("stream\n")), streamOf(form), objects)} `;
    } else if (strings === "ET") text += " ";
    else
      text += glyphs(strings ?? "")
        .map((glyph) => font?.get(glyph) ?? "\ufffd")
        .join("");
  }
  return text;
}

/** Two bytes a glyph. */
function glyphs(strings: string): readonly number[] {
  return Array.from(strings.matchAll(/\(((?:[^()\\]|\\[\s\S])*)\)|<([0-9A-Fa-f]*)>/g)).flatMap(([, literal, hex]) => {
    const bytes = hex === undefined ? unescaped(literal ?? "") : Buffer.from(hex, "hex");
    return Array.from({ length: bytes.length / 2 }, (_, place) => bytes.readUInt16BE(2 * place));
  });
}

const escapes: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["b", "\b"],
  ["f", "\f"],
]);

function unescaped(literal: string): Buffer {
  const text = literal.replace(
    /\\(?:([0-7]{1,3})|([\s\S]))/g,
    (_, octal: string | undefined, other: string | undefined) =>
      octal === undefined ? (escapes.get(other ?? "") ?? other ?? "") : String.fromCharCode(Number.parseInt(octal, 8)),
  );
  return Buffer.from(text, "latin1");
}

function textString(source: string): string {
  const bytes = source.startsWith("<") ? Buffer.from(source.slice(1, -1), "hex") : unescaped(source.slice(1, -1));
  return bytes[0] === 0xfe && bytes[1] === 0xff
    ? bytes.subarray(2).swap16().toString("utf16le")
    : bytes.toString("latin1");
}

function characterMap(fontId: number, objects: Objects): ReadonlyMap<number, string> {
  const map = streamOf(objects.get(reference(objects.get(fontId) ?? "", "ToUnicode") ?? 0) ?? "");
  return new Map(
    Array.from(map.matchAll(/^<([0-9A-F]{4})> <([0-9A-F]+)>$/gm), ([, glyph, text]) => [
      Number.parseInt(glyph ?? "", 16),
      Buffer.from(text ?? "", "hex")
        .swap16()
        .toString("utf16le"),
    ]),
  );
}

function streamOf(body: string): string {
  const start = body.indexOf("stream\n");
  if (start === -1) return "";
  const data = Buffer.from(body.slice(start + 7, body.lastIndexOf("\nendstream")), "latin1");
  return (body.includes("/FlateDecode") ? inflateSync(data) : data).toString("latin1");
}

function reference(body: string, key: string): number | undefined {
  const id = new RegExp(`/${key} (\\d+) 0 R`).exec(body)?.[1];
  return id === undefined ? undefined : Number(id);
}

function references(list: string): readonly number[] {
  return Array.from(list.matchAll(/(\d+) 0 R/g), ([, id]) => Number(id));
}
