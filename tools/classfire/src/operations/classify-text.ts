import { didYouMean, type ToolContext, ValidationError } from "@aiecs/core/toolkit";
import { createNaiveBayes } from "#classes/naive-bayes.ts";
import { textFeatures } from "#classes/text-features.ts";
import { detectLanguage } from "#language/detect-language.ts";
import { readBoundedText } from "#language/read-bounded-text.ts";
import { measureSentiment } from "#measures/sentiment.ts";
import type { ClassifyTextParams, ClassifyTextResult, LabelledText } from "#schemas/classify-text.ts";

type Read = { readonly text: string; readonly source: string | null; readonly language: string | null };

const sentiments: readonly string[] = ["positive", "negative", "neutral"];
/** Together; more would take long to learn anew at every call. */
const maxExampleCharacters = 5_000_000;

/** The class of a text: its sentiment, or one of the labels that examples were given for. */
export async function classifyText(
  params: ClassifyTextParams,
  context: Pick<ToolContext, "files" | "artifacts" | "limits">,
): Promise<ClassifyTextResult> {
  const { labels, examples } = params;
  const { text, source } = await readBoundedText(params.text, "text", context);
  const read = { text, source, language: detectLanguage(text).language };
  if (examples !== undefined) return byExamples(read, examples, labels);
  if (labels?.every((label) => sentiments.includes(label.toLowerCase())) ?? true) return bySentiment(read, labels);
  const own = labels?.find((label) => !sentiments.includes(label.toLowerCase())) ?? "";
  throw new ValidationError(
    `examples: expected texts with their labels to learn ${JSON.stringify(own)} from, received none; give examples: [{ text, label }] with several texts for each label`,
  );
}

function bySentiment({ text, source, language }: Read, labels: readonly string[] | undefined): ClassifyTextResult {
  const measured = measureSentiment(text);
  const notes =
    language === "en" || language === null
      ? []
      : ["not English: VADER knows English words only, and the score says little"];
  const isAllowed = labels === undefined || labels.some((label) => label.toLowerCase() === measured.label);
  const nearest = measured.score >= 0 ? "positive" : "negative";
  const label = isAllowed
    ? measured.label
    : (labels.find((one) => one.toLowerCase() === nearest) ?? labels[0] ?? nearest);
  return { label, score: measured.score, classes: [], method: "vader", language, source, notes };
}

function byExamples(
  { text, source, language }: Read,
  examples: readonly LabelledText[],
  labels: readonly string[] | undefined,
): ClassifyTextResult {
  const used = checkedExamples(examples, labels);
  const bayes = createNaiveBayes(
    used.map((example) => ({ label: example.label, features: textFeatures(example.text) })),
  );
  const { classes, known } = bayes.classify(textFeatures(text));
  const [best] = classes;
  const counts = new Map<string, number>();
  for (const { label } of used) counts.set(label, (counts.get(label) ?? 0) + 1);
  const fewest = Math.min(...counts.values());
  const notes =
    known === 0 ? ["no word of the text stands in any example: the probabilities are the shares of the examples"] : [];
  if (fewest < 3) notes.push(`few examples: a label has only ${fewest}; give several for each`);
  const rounded = classes.map(({ label, probability }) => ({
    label,
    probability: Math.round(1e6 * probability) / 1e6,
  }));
  return {
    label: best?.label ?? "",
    score: rounded[0]?.probability ?? 0,
    classes: rounded,
    method: "naive_bayes",
    language,
    source,
    notes,
  };
}

/** @throws E001 for labels without examples, examples of a single label, and too many of them */
function checkedExamples(
  examples: readonly LabelledText[],
  labels: readonly string[] | undefined,
): readonly LabelledText[] {
  const size = examples.reduce((sum, { text }) => sum + text.length, 0);
  if (size > maxExampleCharacters) {
    const [most, received] = [maxExampleCharacters, size].map((count) => count.toLocaleString("en"));
    throw new ValidationError(
      `examples: expected at most ${most} characters together, received ${received}; give fewer or shorter ones`,
    );
  }
  const known = new Set(examples.map(({ label }) => label));
  const missing = labels?.find((label) => !known.has(label));
  if (missing !== undefined) {
    const near = didYouMean(missing, known)[0];
    throw new ValidationError(
      `labels: expected labels that examples have, received ${JSON.stringify(missing)} without an example${near === undefined ? "" : `; did you mean ${JSON.stringify(near)}?`}`,
    );
  }
  const used = labels === undefined ? examples : examples.filter(({ label }) => labels.includes(label));
  const distinct = new Set(used.map(({ label }) => label));
  if (distinct.size >= 2) return used;
  throw new ValidationError(
    `examples: expected examples of at least two labels, received only ${[...distinct].map((label) => JSON.stringify(label)).join()}`,
  );
}
