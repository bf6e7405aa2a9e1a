import type { ToolContext } from "@aiecs/core/toolkit";
import { applyEdits, findEdits } from "#edits/find-edits.ts";
import { toPlainText } from "#edits/plain-text.ts";
import { detectLanguage } from "#language/detect-language.ts";
import { readBoundedText } from "#language/read-bounded-text.ts";
import { measureReadability } from "#measures/readability.ts";
import type { OptimizeContentParams, OptimizeContentResult } from "#schemas/optimize-content.ts";

/** A text that says the same in fewer words, with every edit and its reason. */
export async function optimizeContent(
  params: OptimizeContentParams,
  context: Pick<ToolContext, "files" | "artifacts" | "limits">,
): Promise<OptimizeContentResult> {
  const { text, source } = await readBoundedText(params.content, "content", context);
  const { language, reliable } = detectLanguage(text);
  const isEnglish = language === "en" || !reliable;
  const { edits, suggestions } = isEnglish ? findEdits(text) : { edits: [], suggestions: [] };
  const edited = applyEdits(text, edits);
  return {
    text: edited,
    changed: edited !== text,
    edits,
    suggestions,
    readability: {
      before: measureReadability(toPlainText(text), isEnglish),
      after: measureReadability(toPlainText(edited), isEnglish),
    },
    language,
    method: "rules",
    source,
    notes: isEnglish ? [] : ["not English: the rules are for English, and the text was left as it is"],
  };
}
