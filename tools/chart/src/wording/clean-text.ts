/** C0 and C1 controls, line separators, and marks that turn the direction of the text after them. */
const unprintable = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]+/gu;

/**
 * Any text as one printable line that XML can hold: controls become spaces, half characters are replaced, and what is
 * longer than `maxLength` UTF-16 units ends in an ellipsis.
 */
export function cleanText(text: string, maxLength = 200): string {
  const cut = text.length > 4 * maxLength ? text.slice(0, 4 * maxLength) : text;
  const line = cut.toWellFormed().replace(unprintable, " ").replace(/\s+/g, " ").trim();
  if (line.length <= maxLength && cut === text) return line;
  return `${line
    .slice(0, maxLength - 1)
    .toWellFormed()
    .replace(/\ufffd$/, "")}…`;
}

/** How a category's value is written: nulls and empty texts get a name, so that no label is blank. */
export function categoryLabel(value: string | number | boolean | null): string {
  if (value === null) return "(none)";
  return cleanText(String(value), 120) || "(blank)";
}
