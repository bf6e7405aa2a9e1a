const longestCell = 80;

/** A number for reading: thousands separated, and as many decimals as matter at its size. */
export function formatNumber(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size >= 1e15 || (size > 0 && size < 1e-4)) return value.toExponential(3);
  if (size < 1) return value.toLocaleString("en-US", { maximumSignificantDigits: 4 });
  return value.toLocaleString("en-US", { maximumFractionDigits: size >= 1_000 ? 2 : 3 });
}

export function formatShare(share: number): string {
  return `${(100 * share).toLocaleString("en-US", { maximumFractionDigits: 1 })} %`;
}

/** A p-value as papers print it. */
export function formatP(value: number): string {
  return value < 0.001 ? "p < 0.001" : `p = ${value.toFixed(3)}`;
}

/** Text from the data, so that it can mean nothing to Markdown or HTML. */
export function plainText(text: string): string {
  const line = text.replace(/\p{C}+|\s+/gu, " ").trim();
  const short = line.length > longestCell ? `${line.slice(0, longestCell - 1)}…` : line;
  return short
    .replace(/[\\`*[\]|~#]/g, "\\$&")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;");
}

/** A table; the first column is text, the others stand right. Cells must be safe already. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = header.map((_, index) => (index === 0 ? "---" : "---:"));
  return [line(header), line(rule), ...rows.map(line)].join("\n");
}
