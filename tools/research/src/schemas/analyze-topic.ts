import { z } from "zod";
import type { CorpusInput } from "#corpus/corpus-input.ts";
import { type CorpusReport, corpusInput, corpusReport, notes, topK } from "./corpus.ts";
import { type FoundPassage, passageFields } from "./found-passage.ts";
import { maxQueryLength } from "./search-related.ts";

export type AnalyzeTopicParams = {
  readonly topic: string;
  readonly sources?: CorpusInput | undefined;
  readonly top_k: number;
};
export type AnalyzeTopicInput = Omit<AnalyzeTopicParams, "top_k"> & { readonly top_k?: number | undefined };

/** A word or phrase that marks what the corpus says of the topic. */
export type TopicTerm = {
  readonly term: string;
  readonly score: number;
  readonly count: number;
  readonly passages: number;
};

/** Key terms that stand in the same passages. */
export type Theme = {
  readonly label: string;
  readonly terms: readonly string[];
  readonly score: number;
  /** Places in the list of passages, best first. */
  readonly passages: readonly number[];
};

/** A supporting passage with its key sentence, in its own words. */
export type TopicPassage = FoundPassage & { readonly sentence: string };

export type WebHit = { readonly title: string; readonly url: string; readonly snippet: string };

export type TopicAnalysis = {
  readonly topic: string;
  readonly method: "extractive";
  readonly text: string;
  readonly key_terms: readonly TopicTerm[];
  readonly themes: readonly Theme[];
  readonly passages: readonly TopicPassage[];
  readonly web: readonly WebHit[];
  readonly corpus: CorpusReport;
  readonly notes: readonly string[];
};

export const analyzeTopicInput: z.ZodType<AnalyzeTopicParams, AnalyzeTopicInput> = z.object({
  topic: z
    .string()
    .regex(/\S/, "expected the words of a topic, received an empty text")
    .max(maxQueryLength)
    .describe("What to find out about, in words."),
  sources: corpusInput("Without them, the corpus of the tool's settings."),
  top_k: topK(20),
});

const topicTerm = z.object({
  term: z.string().describe("As the corpus writes it most often."),
  score: z.number().min(0).max(1).describe("Beside the strongest term."),
  count: z.int().describe("How often it stands in the passages on the topic."),
  passages: z.int().describe("In how many of them."),
});

const theme = z.object({
  label: z.string().describe("Its strongest terms."),
  terms: z.array(z.string()),
  score: z.number().min(0).max(1).describe("Beside the strongest theme."),
  passages: z.array(z.int()).describe("Which of the passages speak of it, by index, best first."),
});

export const topicPassage: z.ZodType<TopicPassage, TopicPassage> = z.object({
  ...passageFields,
  sentence: z.string().describe("The sentence that says most of the topic, in its own words."),
});

export const webHits: z.ZodType<readonly WebHit[], readonly WebHit[]> = z
  .array(z.object({ title: z.string(), url: z.string(), snippet: z.string() }))
  .describe("What a web search found, where the settings ask for one.");

export const analyzeTopicOutput: z.ZodType<TopicAnalysis> = z.object({
  topic: z.string(),
  method: z.literal("extractive"),
  text: z.string().describe("A summary in Markdown, made of sentences of the corpus with their sources."),
  key_terms: z.array(topicTerm),
  themes: z.array(theme).describe("Terms that stand in the same passages, strongest theme first."),
  passages: z.array(topicPassage).describe("Best first."),
  web: webHits,
  corpus: corpusReport,
  notes,
});
