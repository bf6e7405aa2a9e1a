import type { PassageIndex, QueryTerm } from "#ranking/passage-index.ts";
import { termsOf } from "#ranking/terms.ts";
import type { LegalTermEntry, LegalTermsInput } from "#schemas/search-legal-precedents.ts";

/** A term to find precedents for. */
export type LegalTerm = {
  readonly term: string;
  readonly present: boolean | null;
  /** What kind of clause it is, in words. */
  readonly name: string;
  /** The clause itself. */
  readonly text: string;
};

/** Words that clauses of a kind are told by, besides their name. */
const kinds: { readonly [type: string]: string } = {
  parties: "parties agreement between",
  term: "term duration commencement effective date expire",
  payment: "payment invoice fees due interest",
  termination: "termination terminate notice breach",
  liability: "liability liable damages limitation",
  confidentiality: "confidentiality confidential information disclose",
  governing_law: "governing law governed jurisdiction courts",
  renewal: "renewal renew automatically successive",
  indemnity: "indemnity indemnify hold harmless claims",
};

/** Of a long clause, so many words are looked for: those that tell passages apart best. */
const mostTextTerms = 12;
const nameWeight = 2;
const longestName = 80;

/** The terms that were given, in their order. */
export function legalTerms(terms: LegalTermsInput): readonly LegalTerm[] {
  if (typeof terms === "string") return [fromWords(terms)];
  const list = "terms" in terms ? terms.terms : terms;
  return list.map((entry) => (typeof entry === "string" ? fromWords(entry) : fromEntry(entry)));
}

function fromWords(words: string): LegalTerm {
  const term = words.replace(/\s+/g, " ").trim();
  const shown = term.length > longestName ? `${term.slice(0, longestName - 1)}…` : term;
  return { term: shown, present: null, name: "", text: words };
}

function fromEntry({ type = "", present, text }: LegalTermEntry): LegalTerm {
  const words = text ?? "";
  const key = type
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, "_");
  const name = `${type.replaceAll("_", " ")} ${Object.hasOwn(kinds, key) ? kinds[key] : ""}`.trim();
  if (name === "") return { ...fromWords(words), present: present ?? null };
  return { term: type.trim(), present: present ?? words.trim() !== "", name, text: words };
}

/** What to look for: the words of the clause's kind, which count double, and the telling words of the clause. */
export function clauseQuery({ name, text }: LegalTerm, index: PassageIndex): readonly QueryTerm[] {
  const query = new Map<string, QueryTerm>();
  for (const term of termsOf(name)) query.set(term, { term, weight: nameWeight });
  const words = [...new Set(termsOf(text))]
    // Names and figures of this contract stand in no precedent, and without a kind there is nothing but its words.
    .filter((term) => !query.has(term) && (index.frequencyOf(term) > 0 || name === ""))
    .map((term, place) => ({ term, place, weight: index.weightOf(term) }))
    .sort((a, b) => b.weight - a.weight || a.place - b.place)
    .slice(0, mostTextTerms);
  for (const { term } of words) query.set(term, { term });
  return [...query.values()];
}
