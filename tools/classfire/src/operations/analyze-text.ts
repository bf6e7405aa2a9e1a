import { createPace, type ToolContext } from "@aiecs/core/toolkit";
import { countByType } from "#entities/count-by-type.ts";
import { findEntities } from "#entities/find-entities.ts";
import { findKeywords } from "#keywords/find-keywords.ts";
import { summarize } from "#keywords/summarize.ts";
import { detectLanguage } from "#language/detect-language.ts";
import { readBoundedText } from "#language/read-bounded-text.ts";
import { measureReadability } from "#measures/readability.ts";
import { measureSentiment } from "#measures/sentiment.ts";
import type { AnalyzeTextParams, AnalyzeTextResult } from "#schemas/analyze-text.ts";
import { entityNotes } from "./extract-entities.ts";

/** For a summary more keywords are of use than for a list. */
const summaryKeywords = 40;

/** Everything that this tool can say of a text at once. */
export async function analyzeText(
  params: AnalyzeTextParams,
  context: Pick<ToolContext, "files" | "artifacts" | "limits" | "signal" | "progress">,
): Promise<AnalyzeTextResult> {
  const { text, source } = await readBoundedText(params.text, "text", context);
  const pace = createPace(context);
  const detected = detectLanguage(text);
  const isEnglish = detected.language === "en";
  const { keywords } = await findKeywords(text, isEnglish, Math.max(params.top_k, summaryKeywords), {
    reached: (fraction, message) => pace.reached(fraction / 2, message),
  });
  const entities = await findEntities(text, {
    reached: (fraction, message) => pace.reached(0.5 + fraction / 2, message),
  });
  const notes = [...entityNotes(detected.language)];
  if (!isEnglish)
    notes.push("not English: no sentiment and no readability scores, whose words and formulas are English");
  return {
    ...detected,
    characters: text.length,
    readability: measureReadability(text, isEnglish),
    sentiment: isEnglish ? measureSentiment(text) : null,
    entities,
    entity_counts: countByType(entities),
    keywords: keywords.slice(0, params.top_k),
    summary: summarize(text, keywords, params.summary_sentences),
    source,
    notes,
  };
}
