import { listIn, numberAt, textAt } from "./fields.ts";

/** One kind of clause, as `find_contract_terms` tells of it. */
export type Clause = {
  readonly type: string;
  readonly present: boolean;
  readonly text: string;
  /** Where it stands in the contract, in UTF-16 code units; undefined when it was not said. */
  readonly start: number | undefined;
  readonly end: number | undefined;
};

/** The clauses of a result, found and missing. */
export function clausesOf(terms: unknown): readonly Clause[] {
  return listIn(terms, ["terms", "clauses"]).map((term) => {
    const text = textAt(term, "text", "clause_text", "excerpt") ?? "";
    return {
      type: textAt(term, "type", "clause", "clause_type", "name", "term") ?? "clause",
      present: typeof term.present === "boolean" ? term.present : text !== "",
      text,
      start: numberAt(term, "start"),
      end: numberAt(term, "end"),
    };
  });
}

export type Citation = { readonly text: string; readonly source: string; readonly verified: boolean };

/** What the contract itself says at a clause's place; the clause's own text where the two differ, which is said. */
export function cite({ text, start, end }: Clause, contract: string): Citation {
  if (start === undefined || end === undefined || start < 0 || end <= start || end > contract.length) {
    return { text, source: "place in the text unknown", verified: false };
  }
  const found = contract.slice(start, end);
  const place = `characters ${start}–${end}, line ${lineOf(contract, start)}`;
  const agrees = text === "" || squeezed(found) === squeezed(text);
  return agrees
    ? { text: found, source: place, verified: true }
    : { text, source: `${place}, where the contract reads otherwise`, verified: false };
}

/** White space is a matter of layout, not of wording. */
function squeezed(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let place = text.indexOf("\n"); place !== -1 && place < offset; place = text.indexOf("\n", place + 1)) line++;
  return line;
}
