import { type NetworkResponse, ValidationError } from "@aiecs/core/toolkit";

/** Where the next page is: what the Link header says, else what the body says. @throws E001 when that is no address */
export function nextAddress(answer: NetworkResponse, inBody: string | undefined): string | undefined {
  const next = nextLink(answer.headers.link) ?? inBody;
  if (next === undefined) return undefined;
  if (URL.canParse(next, answer.url)) return new URL(next, answer.url).href;
  throw new ValidationError(`${answer.source} leads to ${JSON.stringify(next)}, which is no address`);
}

/** The address of `rel="next"` in a Link header (RFC 8288). */
function nextLink(header: string | undefined): string | undefined {
  // Commas separate links, but stand in addresses and quoted values as well.
  for (const [, address, parameters = ""] of (header ?? "").matchAll(/<([^>]*)>((?:[^,"]|"[^"]*")*)/g)) {
    const relations = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/i.exec(parameters);
    const names = (relations?.[1] ?? relations?.[2] ?? "").toLowerCase().split(/\s+/);
    if (names.includes("next")) return address;
  }
  return undefined;
}
