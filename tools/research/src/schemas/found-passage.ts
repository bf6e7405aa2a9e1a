import { z } from "zod";

/** A passage of the corpus in its own words, with its place. */
export type FoundPassage = {
  readonly text: string;
  /** As the caller named it, with the path below a folder. */
  readonly source: string;
  /** In UTF-16 code units of the source. */
  readonly start: number;
  readonly end: number;
  readonly line: number | null;
  readonly page: number | null;
  readonly row: number | null;
  readonly headings: readonly string[];
  readonly score: number;
  readonly highlights: readonly { readonly start: number; readonly end: number }[];
  readonly also_in: readonly string[];
};

/** The fields of `FoundPassage`. */
export const passageFields: {
  readonly [Field in keyof FoundPassage]: z.ZodType<FoundPassage[Field], FoundPassage[Field]>;
} = {
  text: z.string().describe("The passage in its own words, without markup."),
  source: z
    .string()
    .describe("The file as it was named, with the path below a folder; or the name of a text or table."),
  start: z
    .int()
    .describe("Where it begins in its source: in the file as it is written, in a document's text, in the row's text."),
  end: z.int(),
  line: z.int().nullable().describe("The line of the file where it begins, from 1."),
  page: z.int().nullable().describe("The page of the document where it begins, from 1."),
  row: z.int().nullable().describe("The row of the table, from 0."),
  headings: z.array(z.string()).describe("The headings it stands under, outermost first."),
  score: z
    .number()
    .min(0)
    .max(1)
    .describe("0 to 1 (BM25+): 0.6 is what a passage of average length with each word once has."),
  highlights: z.array(z.object({ start: z.int(), end: z.int() })).describe("The words found, as offsets into text."),
  also_in: z.array(z.string()).describe("Further sources that hold the same passage."),
};

export const foundPassage: z.ZodType<FoundPassage, FoundPassage> = z.object(passageFields);
