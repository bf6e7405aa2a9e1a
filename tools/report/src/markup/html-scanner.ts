type HtmlToken =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "open"; readonly tag: string; readonly attributes: string }
  | { readonly kind: "close"; readonly tag: string };

/** Reads tags and texts one after another, in time that grows with the length of the text alone. */
export type HtmlScanner = {
  next(): HtmlToken | undefined;
  /** Goes on behind the end tag of that name; to the end where there is none. */
  skipTo(endTag: string): void;
};

export function createHtmlScanner(html: string): HtmlScanner {
  let position = 0;

  const until = (end: string, from: number): number => {
    const found = html.indexOf(end, from);
    return found === -1 ? html.length : found + end.length;
  };

  const readTag = (): HtmlToken | undefined => {
    const start = position;
    if (html.startsWith("<!--", start)) position = until("-->", start + 4);
    else if (html.startsWith("<![CDATA[", start)) position = until("]]>", start + 9);
    else if (html[start + 1] === "!" || html[start + 1] === "?") position = until(">", start + 2);
    else {
      position = endOfTag(html, start);
      const isEnd = html[start + 1] === "/";
      const inside = html.slice(start + (isEnd ? 2 : 1), position - 1);
      const name = /^[a-zA-Z][^\s/>]*/.exec(inside)?.[0] ?? "";
      const tag = name.toLowerCase();
      return isEnd ? { kind: "close", tag } : { kind: "open", tag, attributes: inside.slice(name.length) };
    }
    return undefined;
  };

  return {
    next() {
      while (position < html.length) {
        const tagStart = startOfTag(html, position);
        if (tagStart > position) {
          const text = html.slice(position, tagStart);
          position = tagStart;
          return { kind: "text", text };
        }
        const token = readTag();
        if (token !== undefined) return token;
      }
      return undefined;
    },
    skipTo(endTag) {
      const end = new RegExp(`</${endTag}[\\s/>]`, "gi");
      end.lastIndex = position;
      position = end.exec(html) === null ? html.length : until(">", end.lastIndex - 1);
    },
  };
}

/** Where the next tag begins: a `<` that a name, `/`, `!` or `?` follows, and that has an end. */
function startOfTag(html: string, from: number): number {
  for (let start = html.indexOf("<", from); start !== -1; start = html.indexOf("<", start + 1)) {
    const next = html[start + 1] ?? "";
    if (next === "!" || next === "?") return start;
    const first = next === "/" ? (html[start + 2] ?? "") : next;
    if (!/[a-zA-Z]/.test(first)) continue;
    // A tag without an end is text, and so is all that follows: looked for once, not for each `<`.
    return endOfTag(html, start) === -1 ? html.length : start;
  }
  return html.length;
}

/** Just behind a tag's `>`; one inside quotes does not count. -1 when the text ends before. */
function endOfTag(html: string, start: number): number {
  let quote = "";
  for (let place = start + 1; place < html.length; place++) {
    const character = html[place];
    if (quote !== "") quote = character === quote ? "" : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === ">") return place + 1;
  }
  return -1;
}
