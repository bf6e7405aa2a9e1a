import { createPace, type ToolContext } from "@aiecs/core/toolkit";
import { findKeywords } from "#keywords/find-keywords.ts";
import { detectLanguage } from "#language/detect-language.ts";
import { readBoundedText } from "#language/read-bounded-text.ts";
import type { ExtractKeywordsParams, ExtractKeywordsResult } from "#schemas/extract-keywords.ts";

/** Words and phrases that a text is about. */
export async function extractKeywords(
  params: ExtractKeywordsParams,
  context: Pick<ToolContext, "files" | "artifacts" | "limits" | "signal" | "progress">,
): Promise<ExtractKeywordsResult> {
  const { text, source } = await readBoundedText(params.text, "text", context);
  const { language } = detectLanguage(text);
  const { keywords, method } = await findKeywords(text, language === "en", params.top_k, createPace(context));
  const notes = keywords.length === 0 ? ["no words were found that could be keywords"] : [];
  if (method === "rake") notes.push("not English: keywords were found without knowledge of the language");
  return { keywords, language, method, source, notes };
}
