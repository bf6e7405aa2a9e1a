import type { ToolContext } from "@aiecs/core/toolkit";
import { analyze } from "#analysis/topic.ts";
import { summarize } from "#analysis/topic-summary.ts";
import { searchWeb } from "#analysis/web-hits.ts";
import type { CorpusInput } from "#corpus/corpus-input.ts";
import type { Library } from "#corpus/library.ts";
import type { AnalyzeTopicParams, TopicAnalysis, WebHit } from "#schemas/analyze-topic.ts";
import { chosenCorpus } from "./chosen-corpus.ts";
import { corpusReportOf } from "./corpus-report.ts";

/** Finds out what a corpus says of a topic: key terms, themes, passages with their sources. */
export async function analyzeTopic(
  { topic, sources, top_k }: AnalyzeTopicParams,
  context: ToolContext<Library>,
): Promise<TopicAnalysis> {
  const { config } = context.instance;
  const web = config.web_search ? await searchWeb(topic, context) : [];
  const corpus = sources ?? config.corpus ?? webTexts(web) ?? chosenCorpus(undefined, "sources", config);
  return await context.instance.open(corpus, context, async (open) => {
    const { key_terms, themes, passages, isSearchable } = await analyze(topic, open, top_k);
    const parts = { topic, key_terms, themes, passages, web };
    const notes = [...open.notes];
    if (!isSearchable)
      notes.push("The topic says nothing to look for: it holds only words like 'the' and 'of', or signs.");
    else if (passages.length === 0) notes.push("The corpus holds none of the topic's words.");
    return { ...parts, method: "extractive", text: summarize(parts), corpus: corpusReportOf(open), notes };
  });
}

/** Without a corpus, what the web says is one. */
function webTexts(web: readonly WebHit[]): CorpusInput | undefined {
  const texts = web
    .map(({ title, url, snippet }) => ({ text: `${title}\n\n${snippet}`.trim(), source: url }))
    .filter(({ text }) => text !== "");
  return texts.length > 0 ? texts : undefined;
}
