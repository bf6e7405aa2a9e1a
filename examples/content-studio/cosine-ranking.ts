const commonWords = new Set(
  (
    "a about all also an and any are as at be been but by can do for from get has have how if in into is it its just like " +
    "make more most new no not of on one only or other our out over so some such than that the their them then there these " +
    "they this those to up use used using was we well what when where which while who will with you your"
  ).split(" "),
);

export type Ranked = { readonly id: string; readonly similarity: number };

/**
 * How alike each text is to what is asked, best first: the cosine of vectors of logarithmic word counts times the rarity
 * of the word among the texts. Written for this example from the description of the method alone.
 */
export function rankByCosine(texts: ReadonlyMap<string, string>, asked: string): readonly Ranked[] {
  const counted = new Map(Array.from(texts, ([id, text]) => [id, countWords(text)]));
  const rarity = (word: string): number => {
    const holders = [...counted.values()].filter((counts) => counts.has(word)).length;
    return 1 + Math.log((counted.size + 1) / (holders + 1));
  };
  const weigh = (counts: ReadonlyMap<string, number>) =>
    new Map(Array.from(counts, ([word, count]) => [word, Math.log(1 + count) * rarity(word)]));
  const wanted = weigh(countWords(asked));
  return Array.from(counted, ([id, counts]) => ({ id, similarity: cosine(weigh(counts), wanted) })).toSorted(
    (one, other) => other.similarity - one.similarity,
  );
}

function cosine(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number {
  const shared = [...one].reduce((sum, [word, weight]) => sum + weight * (other.get(word) ?? 0), 0);
  return shared / (lengthOf(one) * lengthOf(other) || 1);
}

function lengthOf(vector: ReadonlyMap<string, number>): number {
  return Math.hypot(...vector.values());
}

function countWords(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [written] of text.toLowerCase().matchAll(/[\p{L}\p{N}]{2,}/gu)) {
    if (commonWords.has(written)) continue;
    // "agents" and "agent" are one word.
    const word = written.length > 3 ? written.replace(/ies$/, "y").replace(/(?<![us])s$/, "") : written;
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}
