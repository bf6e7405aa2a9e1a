import { readText, type ToolContext, ValidationError } from "@aiecs/core/toolkit";
import type { CatalogItem } from "#catalog/catalog-item.ts";
import { contentSections } from "#catalog/content-sections.ts";
import { type Query, type Ranked, rankItems } from "#catalog/rank-items.ts";
import { readCatalog } from "#catalog/read-catalog.ts";
import type { SearchInstance } from "#instance/search-instance.ts";
import type {
  PersonalizeParams,
  PersonalizeResult,
  Profile,
  Recommendation,
} from "#schemas/personalize-recommendation.ts";

type Context = ToolContext<SearchInstance>;
type Candidates = { readonly items: readonly CatalogItem[]; readonly from: PersonalizeResult["catalog"] };

/** Ranks what a reader may want next by its likeness to what the reader is at and cares for. Only what is there is named. */
export async function personalizeRecommendation(
  params: PersonalizeParams,
  context: Context,
): Promise<PersonalizeResult> {
  const { text } = await readText(params.content, context);
  const { items, from } = await candidatesFor(params, text, context);
  const seen = new Set(params.profile?.seen?.map(String));
  const unseen = items.filter(({ id }) => !seen.has(id));
  const interests = interestsOf(params.profile);
  const { signal } = context;
  const ranked = await rankItems(unseen, interests === undefined ? [text] : [text, interests], {
    signal,
    onProgress: (fraction) => context.progress(fraction, "comparing"),
  });
  const related = ranked.map(toScored).filter(({ score }) => score > 0);
  const best = related.toSorted((a, b) => b.score - a.score).slice(0, params.top_k);
  return {
    recommendations: best.map((each, index) => ({ rank: index + 1, ...each })),
    method: "tf-idf cosine similarity",
    catalog: from,
    candidates: items.length,
    excluded: items.length - unseen.length,
    notes: notesOf(from, related.length, best.length),
  };
}

async function candidatesFor({ catalog }: PersonalizeParams, text: string, context: Context): Promise<Candidates> {
  if (catalog !== undefined) return { items: await readCatalog(catalog, context), from: "parameter" };
  const { config } = context.instance;
  if (config.catalog !== undefined) return { items: await readCatalog(config.catalog, context), from: "config" };
  const items = contentSections(text);
  if (items.length >= 2) return { items, from: "sections" };
  throw new ValidationError(
    "Nothing to recommend from: give catalog (records, a table or a file path), or set catalog under search_api in the config; the content has no sections of its own to choose from",
  );
}

function interestsOf(profile: Profile | undefined): Query | undefined {
  const interests = profile?.interests;
  if (interests === undefined) return undefined;
  if (typeof interests === "string") return interests;
  const weights = isList(interests) ? interests.map((term): [string, number] => [term, 1]) : Object.entries(interests);
  return weights.length === 0 ? undefined : new Map(weights);
}

function isList(value: readonly string[] | Readonly<Record<string, number>>): value is readonly string[] {
  return Array.isArray(value);
}

function toScored({ item, similarities, sharedTerms }: Ranked<CatalogItem>): Omit<Recommendation, "rank"> {
  const [content = 0, interest = null] = similarities;
  return {
    id: item.id,
    title: item.title,
    score: interest === null ? content : Math.round(((content + interest) / 2) * 1e6) / 1e6,
    content_similarity: content,
    interest_similarity: interest,
    shared_terms: sharedTerms,
    item: item.record,
  };
}

function notesOf(from: Candidates["from"], related: number, told: number): readonly string[] {
  return [
    ...(from === "sections" ? ["no catalogue is configured: these are the content's own sections"] : []),
    ...(related === 0 ? ["nothing shares a term with the content or the interests"] : []),
    ...(related > told ? [`${related} share terms, the best ${told} are told`] : []),
  ];
}
