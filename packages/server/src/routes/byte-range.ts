/** Part of a content: the first byte, and the one after the last. */
export type Span = { readonly start: number; readonly end: number };

/**
 * What a `Range` header asks for: undefined for all of it (also where the header is none that is understood, as RFC 9110
 * has it, or asks for several parts), "unsatisfiable" for what lies beyond the end.
 */
export function parseRange(header: string | undefined, bytes: number): Span | "unsatisfiable" | undefined {
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? "") ?? [];
  if (first === undefined || last === undefined || (first === "" && last === "")) return undefined;
  if (first === "") {
    const length = Math.min(Number(last), bytes);
    return length === 0 ? "unsatisfiable" : { start: bytes - length, end: bytes };
  }
  const start = Number(first);
  if (last !== "" && Number(last) < start) return undefined;
  if (start >= bytes) return "unsatisfiable";
  return { start, end: last === "" ? bytes : Math.min(Number(last) + 1, bytes) };
}
