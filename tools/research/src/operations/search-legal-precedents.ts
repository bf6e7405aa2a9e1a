import type { ToolContext } from "@aiecs/core/toolkit";
import { clauseQuery, legalTerms } from "#analysis/clause-query.ts";
import type { Library } from "#corpus/library.ts";
import { findPassages, toFoundPassage } from "#ranking/find-passages.ts";
import type { LegalPrecedents, LegalPrecedentsParams, Precedent } from "#schemas/search-legal-precedents.ts";
import { chosenCorpus } from "./chosen-corpus.ts";
import { corpusReportOf } from "./corpus-report.ts";

/** Finds passages of other contracts, judgments and laws that bear on the terms of a contract. */
export async function searchLegalPrecedents(
  { terms: given, corpus, top_k }: LegalPrecedentsParams,
  context: ToolContext<Library>,
): Promise<LegalPrecedents> {
  const terms = legalTerms(given);
  const chosen = chosenCorpus(corpus, "corpus", context.instance.config);
  return await context.instance.open(chosen, context, (open) => {
    const found = terms.map((term) => {
      const query = clauseQuery(term, open.index);
      return { term, query, hits: findPassages(open.index, query, top_k) };
    });
    const passages = found
      .flatMap(({ term: { term, present }, hits }, place) =>
        hits.map((hit) => ({ place, precedent: { ...toFoundPassage(hit), term, present } satisfies Precedent })),
      )
      // Equal scores keep the order of the terms.
      .sort((a, b) => b.precedent.score - a.precedent.score);
    const by_term = found.map(({ term: { term, present }, query }, place) => ({
      term,
      present,
      query: query.map((word) => word.term),
      passages: passages.flatMap((passage, index) => (passage.place === place ? [index] : [])),
    }));
    return {
      method: "bm25",
      passages: passages.map(({ precedent }) => precedent),
      by_term,
      corpus: corpusReportOf(open),
      notes: [...open.notes, ...silentTerms(by_term)],
    };
  });
}

function silentTerms(by_term: LegalPrecedents["by_term"]): readonly string[] {
  if (by_term.length === 0) return ["There are no terms to look for."];
  const silent = by_term.filter(({ passages }) => passages.length === 0).map(({ term }) => term);
  return silent.length === 0 ? [] : [`No passage was found for: ${silent.join(", ")}.`];
}
