import { z } from "zod";

/** Settings of the research tool, under its name in the config file. */
export type ResearchConfig = {
  /** Files and folders that are searched when a call names none. */
  readonly corpus?: readonly string[] | undefined;
  /** Whether `analyze_topic` asks search_api.search_web as well. */
  readonly web_search: boolean;
  readonly max_files: number;
  readonly max_corpus_bytes: number;
  readonly max_passages: number;
  readonly max_corpora: number;
};

const mebibyte = 1024 * 1024;

/** Checks the settings and fills in what is not given. */
export const researchConfigSchema: z.ZodType<ResearchConfig> = z.strictObject({
  corpus: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .transform((corpus) => (typeof corpus === "string" ? [corpus] : corpus))
    .optional()
    .describe("The file or folder, or a list of them, that is searched when a call names none."),
  web_search: z
    .boolean()
    .default(false)
    .describe(
      "Whether analyze_topic asks search_api.search_web as well; that needs a provider in search_api's settings.",
    ),
  max_files: z.int().positive().default(10_000).describe("The most files of one corpus."),
  max_corpus_bytes: z
    .int()
    .positive()
    .default(64 * mebibyte)
    .describe("The most bytes of all files of one corpus together."),
  max_passages: z
    .int()
    .positive()
    .default(150_000)
    .describe("The most passages of one corpus, and of all that are kept in memory together."),
  max_corpora: z.int().positive().default(16).describe("The most corpora that are kept in memory."),
});
