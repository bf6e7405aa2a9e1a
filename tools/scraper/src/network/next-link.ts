/** The address of `rel="next"` in a Link header (RFC 8288). */
export function nextLink(header: string | null): string | undefined {
  // Commas separate links, but stand in addresses and quoted values as well.
  for (const [, address, parameters = ""] of (header ?? "").matchAll(/<([^>]*)>((?:[^,"]|"[^"]*")*)/g)) {
    const relations = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/i.exec(parameters);
    const names = (relations?.[1] ?? relations?.[2] ?? "").toLowerCase().split(/\s+/);
    if (names.includes("next")) return address;
  }
  return undefined;
}
