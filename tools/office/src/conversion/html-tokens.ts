export type HtmlToken =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "open"; readonly name: string; readonly attributes: ReadonlyMap<string, string> }
  | { readonly kind: "close"; readonly name: string };

/** Elements whose content is no markup. */
const rawElements: ReadonlySet<string> = new Set([
  "script",
  "style",
  "textarea",
  "title",
  "xmp",
  "iframe",
  "noembed",
  "noframes",
  "plaintext",
]);
const attributePattern = /([^\s=/>"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?/g;

/**
 * The tokens of HTML, references in them resolved. Browsers may read broken markup differently: what is written from
 * these tokens is not broken.
 */
export function* tokenizeHtml(html: string): Generator<HtmlToken> {
  let at = 0;
  while (at < html.length) {
    const start = html.indexOf("<", at);
    const end = start === -1 ? html.length : start;
    if (end > at) yield { kind: "text", text: resolveReferences(html.slice(at, end)) };
    if (start === -1) return;
    if (html.startsWith("<!--", start)) at = after(html, "-->", start + 4);
    else if (/[!?]/.test(html[start + 1] ?? "")) at = after(html, ">", start);
    else if (/[a-z/]/i.test(html[start + 1] ?? "")) {
      const close = tagEnd(html, start);
      const tag = toTag(html.slice(start + 1, close - 1));
      at = close;
      if (!tag) continue;
      yield tag;
      if (tag.kind === "open" && rawElements.has(tag.name)) at = yield* rawContent(html, at, tag.name);
    } else {
      yield { kind: "text", text: "<" };
      at = start + 1;
    }
  }
}

/** Everything up to the element's end, as one text. */
function* rawContent(html: string, at: number, name: string): Generator<HtmlToken, number> {
  const found = html.slice(at).search(new RegExp(`</${name}[\\s/>]`, "i"));
  const end = found === -1 ? html.length : at + found;
  if (end > at) yield { kind: "text", text: html.slice(at, end) };
  return end;
}

/** Behind the tag's end; a quoted value may hold the sign that ends tags. */
function tagEnd(html: string, start: number): number {
  let quote = "";
  for (let at = start; at < html.length; at += 1) {
    const sign = html[at] ?? "";
    if (quote !== "") {
      if (sign === quote) quote = "";
    } else if (sign === ">") return at + 1;
    else if ((sign === '"' || sign === "'") && /=\s*$/.test(html.slice(Math.max(start, at - 8), at))) quote = sign;
  }
  return html.length + 1;
}

function toTag(inside: string): HtmlToken | undefined {
  const [, slash, name] = /^(\/?)([a-z][a-z0-9:-]*)/i.exec(inside) ?? [];
  if (name === undefined) return undefined;
  if (slash === "/") return { kind: "close", name: name.toLowerCase() };
  const attributes = new Map<string, string>();
  for (const [, key = "", double, single, bare] of inside.slice(name.length).matchAll(attributePattern)) {
    if (!attributes.has(key.toLowerCase()))
      attributes.set(key.toLowerCase(), resolveReferences(double ?? single ?? bare ?? ""));
  }
  return { kind: "open", name: name.toLowerCase(), attributes };
}

function after(html: string, mark: string, from: number): number {
  const found = html.indexOf(mark, from);
  return found === -1 ? html.length : found + mark.length;
}

const namedReferences: { readonly [name: string]: string } = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
};

/** References by number, and the few names whose signs have a meaning in HTML; other names stay as they are. */
function resolveReferences(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(
    /&(?:#x([\da-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos|nbsp));?/gi,
    (whole, hex, decimal, name) => {
      if (name !== undefined) return namedReferences[String(name).toLowerCase()] ?? whole;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(String(hex), 16);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
