/** A class and how likely it is, 0 to 1. */
export type ClassProbability = { readonly label: string; readonly probability: number };

type Counts = { examples: number; total: number; readonly words: Map<string, number> };

/**
 * Multinomial naive Bayes with additive smoothing over words and pairs of words (McCallum and Nigam, 1998).
 * The probabilities are those of the model, which takes words for independent: of long texts they are near 0 or 1.
 */
export type NaiveBayes = {
  /** All classes, the likeliest first; `known` counts the features of the text that an example had. */
  classify(features: readonly string[]): { readonly classes: readonly ClassProbability[]; readonly known: number };
};

const smoothing = 0.5;

/** Learns from examples; classes are as likely beforehand as their share of them. */
export function createNaiveBayes(
  examples: readonly { readonly label: string; readonly features: readonly string[] }[],
): NaiveBayes {
  const classes = new Map<string, Counts>();
  const vocabulary = new Set<string>();
  for (const { label, features } of examples) {
    const counts = classes.get(label) ?? { examples: 0, total: 0, words: new Map() };
    counts.examples += 1;
    for (const feature of features) {
      counts.words.set(feature, (counts.words.get(feature) ?? 0) + 1);
      counts.total += 1;
      vocabulary.add(feature);
    }
    classes.set(label, counts);
  }
  return {
    classify(features) {
      const known = features.filter((feature) => vocabulary.has(feature));
      const logs = [...classes].map(([label, counts]) => ({
        label,
        log: logOf(counts, known, examples.length, vocabulary.size),
      }));
      const highest = Math.max(...logs.map(({ log }) => log));
      const sum = logs.reduce((total, { log }) => total + Math.exp(log - highest), 0);
      const probabilities = logs.map(({ label, log }) => ({ label, probability: Math.exp(log - highest) / sum }));
      return {
        classes: probabilities.toSorted((one, other) => other.probability - one.probability),
        known: known.length,
      };
    },
  };
}

function logOf(counts: Counts, features: readonly string[], examples: number, size: number): number {
  let log = Math.log(counts.examples / examples);
  const total = Math.log(counts.total + smoothing * size);
  for (const feature of features) log += Math.log((counts.words.get(feature) ?? 0) + smoothing) - total;
  return log;
}
