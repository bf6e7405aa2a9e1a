import type { Pace } from "#corpus/pace.ts";
import { type DistinctHit, findPassages, toFoundPassage } from "#ranking/find-passages.ts";
import type { PassageIndex } from "#ranking/passage-index.ts";
import { queryTerms } from "#ranking/query-terms.ts";
import { wordsOf } from "#ranking/terms.ts";
import type { Theme, TopicPassage, TopicTerm } from "#schemas/analyze-topic.ts";
import { type KeyTerm, keyTerms } from "./key-terms.ts";
import { keySentence } from "./sentences.ts";
import { clusterTerms, type TermCluster } from "./themes.ts";

/** What a corpus says of a topic. */
export type TopicFindings = {
  readonly key_terms: readonly TopicTerm[];
  readonly themes: readonly Theme[];
  readonly passages: readonly TopicPassage[];
  /** Whether the topic holds any word to look for. */
  readonly isSearchable: boolean;
};

/** Key terms and themes come from more passages than are shown. */
const mostOnTopic = 80;
/** Passages that fall far behind the best one are on something else. */
const leastShare = 0.4;
const mostKeyTerms = 24;
const mostThemes = 6;
const passagesPerTheme = 6;

/** Finds the passages on a topic, the terms that mark them, and the themes these make. */
export async function analyze(
  topic: string,
  { index, pace }: { readonly index: PassageIndex; readonly pace: Pace },
  limit: number,
): Promise<TopicFindings> {
  const query = queryTerms(topic, index);
  const found = findPassages(index, query, Math.max(mostOnTopic, limit));
  await pace.breathe();
  const best = found[0]?.score ?? 0;
  const hits = found.filter(({ score }) => score >= best * leastShare);
  const shown = hits.slice(0, limit);
  const asked = new Set(query.map(({ term }) => term));
  const terms = keyTerms(hits, { index, topic: asked, limit: mostKeyTerms });
  await pace.breathe();
  const themes = themesOf(clusterTerms(terms), shown);
  await pace.breathe();
  const weights = sentenceWeights(asked, terms, index);
  return {
    isSearchable: query.length > 0,
    key_terms: terms.map(({ written, score, count, passages }) => ({
      term: written,
      score,
      count,
      passages: passages.size,
    })),
    themes,
    passages: shown.map((hit) => ({
      ...toFoundPassage(hit),
      sentence: keySentence(hit.passage.text, (term) => weights.get(term) ?? 0),
    })),
  };
}

/** A sentence counts for the words of the topic first, then for the key terms. */
function sentenceWeights(
  asked: ReadonlySet<string>,
  terms: readonly KeyTerm[],
  index: PassageIndex,
): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const { terms: words, score } of terms) for (const word of words) weights.set(word, score);
  for (const term of asked) weights.set(term, 1 + index.weightOf(term));
  return weights;
}

function themesOf(clusters: readonly TermCluster[], shown: readonly DistinctHit[]): readonly Theme[] {
  const gathered = clusters.filter(({ terms }) => terms.length > 1);
  // Where no terms go together, the strongest of them are the themes.
  const chosen = gathered.length > 0 ? gathered : clusters;
  const themes = chosen
    .map((cluster) => ({ cluster, passages: passagesOn(cluster, shown) }))
    .filter(({ passages }) => passages.length > 0)
    .slice(0, mostThemes);
  const weight = ({ terms }: TermCluster): number => terms.reduce((sum, { score }) => sum + score, 0);
  const best = Math.max(...themes.map(({ cluster }) => weight(cluster)));
  return themes.map(({ cluster, passages }) => ({
    label: cluster.terms
      .slice(0, 3)
      .map(({ written }) => written)
      .join(", "),
    terms: cluster.terms.map(({ written }) => written),
    score: Math.round((weight(cluster) / best) * 10_000) / 10_000,
    passages,
  }));
}

/** The passages that hold most of a theme's terms, by their weight. */
function passagesOn({ terms }: TermCluster, shown: readonly DistinctHit[]): readonly number[] {
  return shown
    .map(({ passage, score }, place) => {
      const words = new Set(Array.from(wordsOf(passage.text), ({ term }) => term));
      const held = terms.filter((term) => term.passages.has(place) || term.terms.every((word) => words.has(word)));
      return { place, weight: held.reduce((sum, term) => sum + term.score, 0) * score };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || a.place - b.place)
    .slice(0, passagesPerTheme)
    .map(({ place }) => place);
}
