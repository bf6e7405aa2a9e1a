import type { KeyTerm } from "./key-terms.ts";

/** Key terms that stand in the same passages. */
export type TermCluster = {
  /** Strongest first. */
  readonly terms: readonly KeyTerm[];
};

const mostTerms = 6;
/** Terms below this likeness have no more in common than chance. */
const leastLikeness = 0.35;

/**
 * Gathers key terms into themes: average-link clustering of the passages they stand in, by cosine. The same terms give the
 * same themes, since ties go to the stronger terms.
 */
export function clusterTerms(terms: readonly KeyTerm[]): readonly TermCluster[] {
  const likeness = terms.map((a) => terms.map((b) => cosine(a.passages, b.passages)));
  let clusters: readonly (readonly number[])[] = terms.map((_, index) => [index]);
  for (;;) {
    const pair = closestPair(clusters, likeness);
    if (pair === undefined) break;
    const [first, second] = pair;
    const merged = [...first, ...second].sort((a, b) => a - b);
    clusters = clusters.flatMap((cluster) => (cluster === first ? [merged] : cluster === second ? [] : [cluster]));
  }
  const weight = (cluster: readonly number[]): number =>
    cluster.reduce((sum, index) => sum + (terms[index]?.score ?? 0), 0);
  return clusters
    .toSorted((a, b) => weight(b) - weight(a) || (a[0] ?? 0) - (b[0] ?? 0))
    .map((cluster) => ({ terms: cluster.flatMap((index) => terms[index] ?? []) }));
}

type Cluster = readonly number[];

function closestPair(
  clusters: readonly Cluster[],
  likeness: readonly (readonly number[])[],
): readonly [Cluster, Cluster] | undefined {
  let closest: readonly [Cluster, Cluster] | undefined;
  let best = leastLikeness;
  for (const [place, first] of clusters.entries()) {
    for (const second of clusters.slice(place + 1)) {
      if (first.length + second.length > mostTerms) continue;
      let sum = 0;
      for (const a of first) for (const b of second) sum += likeness[a]?.[b] ?? 0;
      const mean = sum / (first.length * second.length);
      // Rounded, so that the order of addition decides nothing.
      if (Math.round(mean * 1e9) > Math.round(best * 1e9)) {
        best = mean;
        closest = [first, second];
      }
    }
  }
  return closest;
}

function cosine(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  return a.intersection(b).size / Math.sqrt(a.size * b.size);
}
