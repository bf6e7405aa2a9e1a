/** The first records of a CSV text. A record that the text ends within is left out unless the text is whole. */
export function parseRecords(text: string, options: ParseOptions): readonly (readonly string[])[] {
  const { delimiter, whole, limit } = options;
  const reader = new RecordReader(text, delimiter);
  const records: (readonly string[])[] = [];
  while (records.length < limit) {
    const record = reader.next();
    if (record === undefined || (!whole && reader.cut)) break;
    records.push(record);
  }
  return records;
}

export type ParseOptions = {
  readonly delimiter: string;
  /** Whether the text is the whole file rather than its beginning. */
  readonly whole: boolean;
  readonly limit: number;
};

const quote = '"';

/** Reads record by record as DuckDB does: quotes within fields are doubled, blanks around quoted fields do not count. */
class RecordReader {
  readonly #text: string;
  readonly #delimiter: string;
  #at = 0;
  /** Whether the last record reached the end of the text, so that more of it may follow in the file. */
  cut = false;

  constructor(text: string, delimiter: string) {
    this.#text = text;
    this.#delimiter = delimiter;
  }

  next(): readonly string[] | undefined {
    if (this.#at >= this.#text.length) return undefined;
    const fields: string[] = [];
    for (;;) {
      fields.push(this.#field());
      if (this.#at >= this.#text.length) {
        this.cut = true;
        return fields;
      }
      if (this.#text.startsWith(this.#delimiter, this.#at)) {
        this.#at += this.#delimiter.length;
        continue;
      }
      this.#at += this.#text.startsWith("\r\n", this.#at) ? 2 : 1;
      return fields;
    }
  }

  #field(): string {
    let start = this.#at;
    while (this.#text[start] === " " && this.#delimiter !== " ") start += 1;
    if (this.#text[start] !== quote) return this.#plain();
    this.#at = start + 1;
    let value = "";
    for (;;) {
      const end = this.#text.indexOf(quote, this.#at);
      if (end === -1) {
        value += this.#text.slice(this.#at);
        this.#at = this.#text.length;
        return value;
      }
      value += this.#text.slice(this.#at, end);
      this.#at = end + 1;
      if (this.#text[this.#at] !== quote) break;
      value += quote;
      this.#at += 1;
    }
    const rest = this.#plain();
    return rest.trim() === "" ? value : value + rest;
  }

  #plain(): string {
    const start = this.#at;
    const first = this.#delimiter[0];
    for (; this.#at < this.#text.length; this.#at += 1) {
      const char = this.#text[this.#at];
      if (char === "\n" || char === "\r") break;
      if (char === first && this.#text.startsWith(this.#delimiter, this.#at)) break;
    }
    return this.#text.slice(start, this.#at);
  }
}
