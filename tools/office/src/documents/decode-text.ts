const utf8 = new TextDecoder("utf-8", { fatal: true });
const charsetOfHtml = /<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)/i;

/** A text, and the WHATWG label of the encoding it was read in. */
export type DecodedText = { readonly text: string; readonly encoding: string };

/**
 * The characters of a file: by its byte order mark, as UTF-8 where that fits, by the encoding that HTML names, else as
 * windows-1252. A byte order mark is no part of the text.
 */
export function decodeText(content: Uint8Array): DecodedText {
  const marked = encodingByMark(content);
  if (marked !== undefined) return decodeAs(content, marked);
  try {
    return { text: utf8.decode(content), encoding: "utf-8" };
  } catch {
    // Not UTF-8, which only decoding can tell.
  }
  const declared = charsetOfHtml.exec(Buffer.from(content.subarray(0, 2_048)).toString("latin1"))?.[1];
  return decodeAs(content, isEncoding(declared) ? declared : "windows-1252");
}

/** Whether a file holds characters at all: binary files have zero bytes, except in UTF-16. */
export function isText(content: Uint8Array): boolean {
  return encodingByMark(content) !== undefined || !content.subarray(0, 65_536).includes(0);
}

function encodingByMark(content: Uint8Array): string | undefined {
  const [first, second, third] = content;
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  return undefined;
}

function decodeAs(content: Uint8Array, encoding: string): DecodedText {
  return { text: new TextDecoder(encoding).decode(content), encoding };
}

function isEncoding(label: string | undefined): label is string {
  if (label === undefined) return false;
  try {
    return new TextDecoder(label).encoding !== "utf-8";
  } catch {
    return false;
  }
}
