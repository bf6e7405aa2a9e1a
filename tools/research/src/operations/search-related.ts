import type { ToolContext } from "@aiecs/core/toolkit";
import type { Library, OpenCorpus } from "#corpus/library.ts";
import { findPassages, toFoundPassage } from "#ranking/find-passages.ts";
import { queryTerms } from "#ranking/query-terms.ts";
import type { SearchRelatedParams, SearchRelatedResult } from "#schemas/search-related.ts";
import { chosenCorpus } from "./chosen-corpus.ts";
import { corpusReportOf } from "./corpus-report.ts";

/** Finds the passages of a corpus that speak of what is asked. */
export async function searchRelated(
  { query, corpus, top_k }: SearchRelatedParams,
  context: ToolContext<Library>,
): Promise<SearchRelatedResult> {
  const library = context.instance;
  const chosen = chosenCorpus(corpus, "corpus", library.config);
  return await library.open(chosen, context, (open) => {
    const terms = queryTerms(query, open.index);
    const passages = findPassages(open.index, terms, top_k).map(toFoundPassage);
    return { query, method: "bm25", passages, corpus: corpusReportOf(open), notes: notesOn(open, terms.length) };
  });
}

function notesOn({ notes }: OpenCorpus, terms: number): readonly string[] {
  const said = "The query says nothing to look for: it holds only words like 'the' and 'of', or signs.";
  return terms === 0 ? [...notes, said] : notes;
}
