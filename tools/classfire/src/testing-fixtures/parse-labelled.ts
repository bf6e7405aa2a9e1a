export type Labelled = {
  readonly text: string;
  readonly entities: readonly { readonly type: string; readonly start: number; readonly end: number }[];
};

/** A text with entities written as `[TYPE|words]`, and where they stand without the marks. */
export function parseLabelled(marked: string): Labelled {
  const entities: { type: string; start: number; end: number }[] = [];
  let text = "";
  let at = 0;
  for (const match of marked.matchAll(/\[([A-Z]+)\|([^\]]+)\]/g)) {
    text += marked.slice(at, match.index);
    const [whole, type = "", words = ""] = match;
    entities.push({ type, start: text.length, end: text.length + words.length });
    text += words;
    at = match.index + whole.length;
  }
  return { text: text + marked.slice(at), entities };
}
