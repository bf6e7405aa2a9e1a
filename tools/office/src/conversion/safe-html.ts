import { type HtmlToken, tokenizeHtml } from "./html-tokens.ts";
import { safeDeclarations, safeStylesheet } from "./safe-css.ts";

/** The content of a picture as a data URI, or undefined when it may not or cannot be shown. */
export type PictureSource = (source: string) => Promise<string | undefined>;

export type SafeHtml = {
  readonly html: string;
  /** Sources of pictures that were left out. */
  readonly leftOut: readonly string[];
};

const words = (list: string): ReadonlySet<string> => new Set(list.split(" "));

const shown = words(
  "a abbr address article aside b bdi bdo big blockquote body br caption center cite code col colgroup dd del details dfn dir div dl dt em fieldset figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd label legend li main mark menu nav ol p pre q rp rt ruby s samp section small span strike strong sub summary sup table tbody td tfoot th thead time title tr tt u ul var wbr",
);
const dropped = words(
  "script noscript template iframe frameset noframes object applet svg math video audio canvas map select textarea button xmp plaintext noembed",
);
const attributes = words(
  "align bgcolor border cellpadding cellspacing color colspan dir face height id lang name nowrap rowspan size span start title type valign value width",
);
const empty = words("br hr img col wbr");
const clickable = /^(?:https?:|mailto:|#)/i;

/**
 * HTML written anew from what is known to be harmless: no scripts, frames, forms or objects, no addresses but of links,
 * and pictures only as the data that `pictureOf` gives for them.
 */
export async function makeHtmlSafe(html: string, pictureOf: PictureSource): Promise<SafeHtml> {
  const out: string[] = [];
  const leftOut: string[] = [];
  let insideDropped = "";
  let depth = 0;
  let isStyle = false;
  for (const token of tokenizeHtml(html)) {
    if (insideDropped !== "") {
      if (token.kind !== "text" && token.name === insideDropped) depth += token.kind === "open" ? 1 : -1;
      if (depth === 0) insideDropped = "";
      continue;
    }
    if (token.kind === "text") out.push(isStyle ? safeStylesheet(token.text) : escapeText(token.text));
    else if (token.name === "style") {
      isStyle = token.kind === "open";
      out.push(isStyle ? "<style>" : "</style>");
    } else if (token.kind === "open" && dropped.has(token.name)) {
      insideDropped = token.name;
      depth = 1;
    } else if (token.kind === "open" && token.name === "img") out.push(await pictureTag(token, pictureOf, leftOut));
    else if (shown.has(token.name)) out.push(toMarkup(token));
  }
  const head =
    '<!DOCTYPE html>\n<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head>\n';
  return { html: `${head}${out.join("")}\n</html>\n`, leftOut };
}

async function pictureTag(
  token: Extract<HtmlToken, { readonly kind: "open" }>,
  pictureOf: PictureSource,
  leftOut: string[],
): Promise<string> {
  const source = token.attributes.get("src") ?? "";
  const data = source === "" ? undefined : await pictureOf(source);
  if (data !== undefined)
    return toMarkup({ ...token, attributes: new Map([...token.attributes, ["src", data]]) }, data);
  if (source !== "") leftOut.push(source.slice(0, 200));
  return escapeText(token.attributes.get("alt") ?? "");
}

function toMarkup(token: Exclude<HtmlToken, { readonly kind: "text" }>, picture?: string): string {
  if (token.kind === "close") return empty.has(token.name) ? "" : `</${token.name}>`;
  let markup = `<${token.name}`;
  for (const [key, value] of token.attributes) {
    const safe = safeAttribute(token.name, key, value);
    if (safe !== undefined) markup += ` ${key}="${escapeText(safe)}"`;
  }
  if (picture !== undefined) markup += ` src="${escapeText(picture)}"`;
  return `${markup}>`;
}

function safeAttribute(element: string, key: string, value: string): string | undefined {
  if (key === "href") return element === "a" && clickable.test(value.trim()) ? value.trim() : undefined;
  if (key === "style") return safeDeclarations(value);
  return attributes.has(key) ? value : undefined;
}

/** Named references that were not resolved stay references. */
function escapeText(text: string): string {
  return text
    .replace(/&(?!(?!amp;|lt;|gt;|quot;)[a-z][a-z0-9]{1,31};)/gi, "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\u0000", "");
}
