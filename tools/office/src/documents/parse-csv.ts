const delimiters = [",", ";", "\t", "|"] as const;
const sampleLength = 65_536;

/** The delimiter that splits the first lines alike and into the most fields; a comma where none does. */
export function detectDelimiter(text: string): string {
  const sample = text.slice(0, sampleLength);
  let best = { delimiter: ",", score: 0 };
  for (const delimiter of delimiters) {
    const rows = parseCsv(sample, delimiter).slice(0, 20);
    const width = rows[0]?.length ?? 0;
    const alike = rows.filter((row) => row.length === width).length;
    const score = width < 2 ? 0 : (alike / rows.length) * 1_000 + width;
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

/** The fields of each line (RFC 4180); a quoted field may hold line breaks. Empty lines are left out. */
export function parseCsv(text: string, delimiter: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const field = text[at] === '"' ? quotedField(text, at) : bareField(text, at, delimiter);
    row.push(field.value);
    at = field.end;
    if (text.startsWith(delimiter, at)) {
      at += delimiter.length;
      if (at < text.length) continue;
      row.push("");
    }
    if (row.length > 1 || row[0] !== "") rows.push(row);
    row = [];
    at = skipLineEnd(text, at);
  }
  return rows;
}

type Field = { readonly value: string; readonly end: number };

function quotedField(text: string, start: number): Field {
  let value = "";
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote === -1) return { value: value + text.slice(at), end: text.length };
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { value, end: quote + 1 };
    value += '"';
    at = quote + 2;
  }
}

function bareField(text: string, start: number, delimiter: string): Field {
  let end = start;
  while (end < text.length && !text.startsWith(delimiter, end) && text[end] !== "\n" && text[end] !== "\r") end += 1;
  return { value: text.slice(start, end), end };
}

/** What stands between a closing quote and the end of the line has no meaning. */
function skipLineEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length && text[at] !== "\n" && text[at] !== "\r") at += 1;
  return text[at] === "\r" && text[at + 1] === "\n" ? at + 2 : at + 1;
}
