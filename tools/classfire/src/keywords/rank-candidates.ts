import type { Candidate, Keyword } from "./keyword.ts";

const maxOffsets = 20;
const window = 3;
const rounds = 30;
const damping = 0.85;

type Group = { readonly words: readonly string[]; readonly places: Candidate[] };

/**
 * Ranks phrases: words by their place in the graph of neighbours (TextRank, Mihalcea and Tarau, 2004), phrases by their words (as in RAKE, Rose
 * et al., 2010) and by how often and how early they stand.
 */
export function rankCandidates(candidates: readonly Candidate[], length: number, topK: number): readonly Keyword[] {
  const weights = rankWords(candidates);
  const groups = new Map<string, Group>();
  for (const candidate of candidates) {
    const key = candidate.words.join(" ");
    const group = groups.get(key) ?? { words: candidate.words, places: [] };
    group.places.push(candidate);
    groups.set(key, group);
  }
  const scored = [...groups.values()]
    .filter(({ places }) => places.length > 1 || places[0]?.isWhole === true)
    .map((group) => ({ ...group, score: scoreOf(group, weights, length) }));
  scored.sort((one, other) => other.score - one.score || (one.places[0]?.start ?? 0) - (other.places[0]?.start ?? 0));
  const chosen = withoutParts(scored, topK);
  const best = chosen[0]?.score ?? 1;
  return chosen.map(({ places, score }) => ({
    text: commonest(places),
    score: Math.round((1_000 * score) / best) / 1_000,
    count: places.length,
    offsets: places.slice(0, maxOffsets).map(({ start, end }) => ({ start, end })),
  }));
}

function scoreOf({ words, places }: Group, weights: ReadonlyMap<string, number>, length: number): number {
  const sum = words.reduce((total, word) => total + (weights.get(word) ?? 0), 0);
  const early = 1 + 0.3 * (1 - (places[0]?.start ?? 0) / Math.max(1, length));
  return (sum / words.length ** 0.6) * (1 + Math.log2(places.length)) * early;
}

/** Leaves out a phrase whose every place lies in a better one, such as "battery" beside "battery factory". */
function withoutParts<G extends Group>(scored: readonly G[], topK: number): readonly G[] {
  const chosen: G[] = [];
  for (const group of scored) {
    const key = ` ${group.words.join(" ")} `;
    const isPart = chosen.some(({ words, places }) => {
      const other = ` ${words.join(" ")} `;
      return (
        (other.includes(key) && places.length * 2 >= group.places.length) ||
        (key.includes(other) && group.places.length === 1)
      );
    });
    if (!isPart) chosen.push(group);
    if (chosen.length === topK) break;
  }
  return chosen;
}

/** Weights of words: how often they stand, spread over the graph of words that stand near each other. */
function rankWords(candidates: readonly Candidate[]): ReadonlyMap<string, number> {
  const words = candidates.flatMap((candidate) => (candidate.isWhole ? candidate.words : []));
  const neighbours = new Map<string, Map<string, number>>();
  const link = (one: string, other: string): void => {
    const links = neighbours.get(one) ?? new Map<string, number>();
    links.set(other, (links.get(other) ?? 0) + 1);
    neighbours.set(one, links);
  };
  for (const [index, word] of words.entries()) {
    for (const other of words.slice(index + 1, index + 1 + window)) {
      if (other === word) continue;
      link(word, other);
      link(other, word);
    }
    if (!neighbours.has(word)) neighbours.set(word, new Map());
  }
  const totals = new Map(
    [...neighbours].map(([word, links]) => [word, [...links.values()].reduce((sum, count) => sum + count, 0)]),
  );
  let weights = new Map([...neighbours.keys()].map((word) => [word, 1]));
  for (let round = 0; round < rounds; round += 1) {
    const next = new Map<string, number>();
    for (const [word, links] of neighbours) {
      let sum = 0;
      for (const [other, count] of links) sum += ((weights.get(other) ?? 0) * count) / (totals.get(other) ?? 1);
      next.set(word, 1 - damping + damping * sum);
    }
    weights = next;
  }
  return weights;
}

function commonest(places: readonly Candidate[]): string {
  const counts = new Map<string, number>();
  for (const { text } of places) counts.set(text, (counts.get(text) ?? 0) + 1);
  const [best] = [...counts].toSorted(([, one], [, other]) => other - one);
  return (best?.[0] ?? "").replace(/\s+/g, " ");
}
