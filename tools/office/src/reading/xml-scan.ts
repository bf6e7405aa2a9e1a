/** What a scan of XML tells, in document order. Names keep their prefix. */
export type XmlHandler = {
  /** A start tag; an empty element is followed by its end. */
  open?(name: string, attributes: XmlAttributes): void;
  close?(name: string): void;
  text?(text: string): void;
};

export interface XmlAttributes {
  /** An attribute's value, its references resolved. */
  get(name: string): string | undefined;
}

const namedReferences: { readonly [name: string]: string } = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** Goes through XML that has no document type. What is not well-formed is passed over, not repaired. */
export function scanXml(xml: string, handler: XmlHandler): void {
  let at = 0;
  while (at < xml.length) {
    const tag = xml.indexOf("<", at);
    const end = tag === -1 ? xml.length : tag;
    if (end > at) handler.text?.(resolveReferences(xml.slice(at, end)));
    if (tag === -1) return;
    at = scanTag(xml, tag, handler);
  }
}

/** Where the next token starts. */
function scanTag(xml: string, tag: number, handler: XmlHandler): number {
  if (xml.startsWith("<!--", tag)) return after(xml, "-->", tag + 4);
  if (xml.startsWith("<![CDATA[", tag)) {
    const next = after(xml, "]]>", tag + 9);
    handler.text?.(xml.slice(tag + 9, next - 3));
    return next;
  }
  const next = after(xml, ">", tag + 1);
  const inside = xml.slice(tag + 1, next - 1);
  const first = inside.charCodeAt(0);
  // <? and <!
  if (first === 63 || first === 33) return next;
  if (first === 47) {
    handler.close?.(inside.slice(1).trim());
    return next;
  }
  const isEmpty = inside.endsWith("/");
  const content = isEmpty ? inside.slice(0, -1) : inside;
  const space = content.search(/\s/);
  const name = space === -1 ? content : content.slice(0, space);
  handler.open?.(name, attributesOf(space === -1 ? "" : content.slice(space)));
  if (isEmpty) handler.close?.(name);
  return next;
}

function after(xml: string, mark: string, from: number): number {
  const found = xml.indexOf(mark, from);
  return found === -1 ? xml.length + mark.length : found + mark.length;
}

function attributesOf(text: string): XmlAttributes {
  return {
    get(name) {
      for (let from = 0; ; ) {
        const found = text.indexOf(name, from);
        if (found === -1) return undefined;
        from = found + name.length;
        const value = /^\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(text.slice(from, from + 4_096));
        if (value && /\s/.test(text[found - 1] ?? " ")) return resolveReferences(value[1] ?? value[2] ?? "");
      }
    },
  };
}

function resolveReferences(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w{1,8}));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return namedReferences[String(name)] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(String(hex), 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
