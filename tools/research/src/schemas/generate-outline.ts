import { z } from "zod";
import { type TopicAnalysis, type TopicPassage, topicPassage, type WebHit, webHits } from "./analyze-topic.ts";

/** What an outline is made of: the parts of an analysis that it uses. */
export type OutlineAnalysis = Pick<TopicAnalysis, "topic" | "passages"> & {
  readonly themes: readonly { readonly label: string; readonly passages: readonly number[] }[];
  readonly web?: readonly WebHit[] | undefined;
};

export type GenerateOutlineParams = { readonly analysis: OutlineAnalysis; readonly max_points: number };
export type GenerateOutlineInput = { readonly analysis: OutlineAnalysis; readonly max_points?: number | undefined };

export type OutlinePoint = {
  readonly text: string;
  /** Which passage of the analysis says so; null for what the web says. */
  readonly passage: number | null;
  readonly source: string;
  readonly start: number | null;
  readonly end: number | null;
  readonly line: number | null;
  /** Its number in `sources`. */
  readonly reference: number;
};

export type OutlineSection = { readonly title: string; readonly points: readonly OutlinePoint[] };

export type Outline = {
  readonly title: string;
  readonly method: "extractive";
  readonly text: string;
  readonly sections: readonly OutlineSection[];
  readonly sources: readonly { readonly number: number; readonly source: string }[];
  readonly notes: readonly string[];
};

const analysis: z.ZodType<OutlineAnalysis, OutlineAnalysis> = z
  .object({
    topic: z.string().min(1),
    themes: z.array(z.object({ label: z.string(), passages: z.array(z.int().nonnegative()) })),
    passages: z.array(topicPassage satisfies z.ZodType<TopicPassage>),
    web: webHits.optional(),
  })
  .describe("The result of analyze_topic.");

export const generateOutlineInput: z.ZodType<GenerateOutlineParams, GenerateOutlineInput> = z.object({
  analysis,
  max_points: z.int().min(1).max(50).default(6).describe("The most points of a section."),
});

const place = z.int().nullable();

export const generateOutlineOutput: z.ZodType<Outline> = z.object({
  title: z.string(),
  method: z.literal("extractive"),
  text: z
    .string()
    .describe("The outline in Markdown: sections, points in the sources' own words, the list of sources."),
  sections: z.array(
    z.object({
      title: z.string(),
      points: z.array(
        z.object({
          text: z.string().describe("In the source's own words."),
          passage: place.describe("Which passage of the analysis says so, by index; null for what the web says."),
          source: z.string(),
          start: place.describe("Where the passage begins in its source."),
          end: place,
          line: place,
          reference: z.int().describe("Its number in sources."),
        }),
      ),
    }),
  ),
  sources: z.array(z.object({ number: z.int(), source: z.string() })),
  notes: z.array(z.string()),
});
