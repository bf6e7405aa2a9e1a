/** Controls but for line ends and tabs, line separators, and marks that turn the direction of the text after them. */
const unprintable = /[^\P{Cc}\t\n\r]|[\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/gu;

/** Any text as printable text: controls become spaces, half characters are replaced; line ends stay. */
export function cleanText(text: string): string {
  return text.toWellFormed().replace(unprintable, " ");
}

/** The same as one line. Spaces at its ends stay: they part it from its neighbours. */
export function cleanLine(text: string): string {
  return cleanText(text).replace(/\s+/g, " ");
}

/** One line of at most so many UTF-16 units, with an ellipsis where it was cut. */
export function shortLine(text: string, maxLength: number): string {
  const line = cleanLine(text.length > 4 * maxLength ? text.slice(0, 4 * maxLength) : text).trim();
  return line.length <= maxLength
    ? line
    : `${line
        .slice(0, maxLength - 1)
        .toWellFormed()
        .replace(/\ufffd$/, "")
        .trimEnd()}…`;
}
