import type { CST } from "yaml";
import { createPositionFinder, type TextFault } from "./located-text.ts";
import type { YamlLibrary } from "./yaml-library.ts";

/** How the library says that something is not closed, at the place where it gave up waiting. */
const notClosed =
  /^(?:Flow (?:map|sequence) in block collection must|Expected flow (?:map|sequence) to end|Missing closing )/;
const closesNothing = /^Unexpected flow-(?:map|seq)-end token .*"([}\]])"$/;

/**
 * Faults of brackets and quotes in a reader's words. For what is opened and never closed the library tells where it
 * noticed; a reader needs to know what it is and where it opens. What is found behind that place is a consequence.
 */
export function explainBrackets(faults: readonly TextFault[], text: string, yaml: YamlLibrary): readonly TextFault[] {
  const positionOf = createPositionFinder(text);
  const noticed = faults.filter(({ message }) => notClosed.test(message)).map(({ offset }) => offset);
  const openings: Opening[] = [];
  if (noticed.length > 0) for (const token of new yaml.Parser().parse(text)) collectOpenings(token, openings);
  const first = openings[0]?.offset ?? text.length + 1;
  return [
    ...faults
      .filter(({ offset }) => offset < first)
      .map((fault) => ({ ...fault, message: fault.message.replace(closesNothing, 'this "$1" closes nothing') })),
    ...openings.map(({ offset, opener, found }) => {
      const end = found?.offset ?? noticed.find((noticedAt) => noticedAt > offset) ?? text.length;
      const [{ line }, next] = [positionOf(offset), positionOf(end).line];
      const ending = found
        ? `, found "${found.source}"${next === line ? "" : ` on line ${next}`}`
        : isBlank(text, end)
          ? " before the end"
          : ` before line ${next} (or line ${next} indented deeper)`;
      return { offset, message: `${whatIsOpen[opener]}${ending}` };
    }),
  ];
}

const whatIsOpen = {
  "[": 'this list is never closed: expected "]"',
  "{": 'this object is never closed: expected "}"',
  '"': "this text is never closed: expected a double quote",
  "'": "this text is never closed: expected a single quote",
};

/** More than these nobody reads. */
const maxOpenings = 100;

type Opening = {
  readonly offset: number;
  readonly opener: keyof typeof whatIsOpen;
  /** A bracket of the other kind, where the right one was due. */
  readonly found?: { readonly offset: number; readonly source: string } | undefined;
};

/** Whether nothing but white space follows. */
function isBlank(text: string, offset: number): boolean {
  const following = /\S/g;
  following.lastIndex = offset;
  return !following.test(text);
}

/** Finds what stays open in a token: of several inside each other the innermost, which has to be closed first. */
function collectOpenings(token: CST.Token | null | undefined, openings: Opening[]): void {
  if (!token || openings.length >= maxOpenings) return;
  if (token.type === "document") collectOpenings(token.value, openings);
  else if (token.type === "double-quoted-scalar") {
    if (!isClosedText(token.source)) openings.push({ offset: token.offset, opener: '"' });
  } else if (token.type === "single-quoted-scalar") {
    if (token.source.length < 2 || !token.source.endsWith("'")) openings.push({ offset: token.offset, opener: "'" });
  } else if ("items" in token) {
    const before = openings.length;
    for (const { key, value } of token.items) {
      collectOpenings(key, openings);
      collectOpenings(value, openings);
    }
    if (token.type !== "flow-collection" || openings.length > before) return;
    const due = token.start.type === "flow-map-start" ? "flow-map-end" : "flow-seq-end";
    const closers = token.end.filter(({ type }) => type === "flow-map-end" || type === "flow-seq-end");
    if (closers.some(({ type }) => type === due)) return;
    openings.push({ offset: token.offset, opener: due === "flow-map-end" ? "{" : "[", found: closers[0] });
  }
}

/** Whether a text in double quotes ends in one that is not escaped. */
function isClosedText(source: string): boolean {
  const escapes = /(\\*)"$/.exec(source.slice(-100))?.[1];
  return source.length > 1 && escapes !== undefined && escapes.length % 2 === 0;
}
