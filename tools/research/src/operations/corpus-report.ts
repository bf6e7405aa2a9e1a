import type { OpenCorpus } from "#corpus/library.ts";
import type { CorpusReport } from "#schemas/corpus.ts";

/** What results tell of the corpus they come from. */
export function corpusReportOf({ index, sources, skipped }: OpenCorpus): CorpusReport {
  return { sources, passages: index.size, skipped };
}
