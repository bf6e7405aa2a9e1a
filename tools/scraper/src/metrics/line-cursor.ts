/** A place within one line of text. */
export type LineCursor = { readonly line: string; at: number };

const metricName = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const labelName = /[a-zA-Z_][a-zA-Z0-9_]*/y;
const escapes: Readonly<Record<string, string>> = { "\\": "\\", '"': '"', n: "\n" };

/** The character at the cursor, blanks passed over; empty at the end. */
export function peek(cursor: LineCursor): string {
  while (cursor.line[cursor.at] === " " || cursor.line[cursor.at] === "\t") cursor.at += 1;
  return cursor.line[cursor.at] ?? "";
}

/** @throws SyntaxError unless the character comes next */
export function take(cursor: LineCursor, expected: string): void {
  if (peek(cursor) !== expected) throw unexpected(cursor, expected);
  cursor.at += 1;
}

/** A name as it is, or quoted, as names beyond ASCII are. @throws SyntaxError when there is none */
export function takeName(cursor: LineCursor, kind: "metric" | "label"): string {
  if (peek(cursor) === '"') return takeQuoted(cursor);
  const pattern = kind === "metric" ? metricName : labelName;
  pattern.lastIndex = cursor.at;
  const [name] = pattern.exec(cursor.line) ?? [];
  if (name === undefined) throw unexpected(cursor, `the name of a ${kind}`);
  cursor.at += name.length;
  return name;
}

/** Text in double quotes, its escapes (`\\`, `\"`, `\n`) undone. @throws SyntaxError when it has none, or no end */
export function takeQuoted(cursor: LineCursor): string {
  take(cursor, '"');
  const { line } = cursor;
  let text = "";
  let start = cursor.at;
  for (let at = start; at < line.length; at++) {
    if (line[at] === '"') {
      cursor.at = at + 1;
      return text + line.slice(start, at);
    }
    if (line[at] !== "\\") continue;
    const character = escapes[line[at + 1] ?? ""];
    if (character === undefined) throw new SyntaxError(`expected \\\\, \\" or \\n, received \\${line[at + 1] ?? ""}`);
    text += line.slice(start, at) + character;
    at += 1;
    start = at + 1;
  }
  throw new SyntaxError('expected a closing ", received the end of the line');
}

/** The error of a line that has something else where the cursor stands. */
export function unexpected(cursor: LineCursor, expected: string): SyntaxError {
  const rest = cursor.line.slice(cursor.at, cursor.at + 20);
  const received = rest === "" ? "the end of the line" : JSON.stringify(rest);
  return new SyntaxError(`expected ${expected}, received ${received}`);
}
