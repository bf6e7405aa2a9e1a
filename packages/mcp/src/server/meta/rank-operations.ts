import type { ListedOperation } from "../operations.ts";

/** How much a word found there says. */
const weights = { operation: 6, tool: 3, parameter: 2, description: 2, toolDescription: 1 };

/**
 * The operations in which words of a query stand, best first. A word counts more the fewer operations have it; the
 * beginning of a word counts for half.
 */
export function rankOperations(operations: readonly ListedOperation[], query: string): ListedOperation[] {
  const wanted = new Set(wordsOf(query));
  if (wanted.size === 0) return [];
  const indexed = operations.map((listed) => ({ listed, words: indexOf(listed) }));
  const scores = new Map<ListedOperation, number>();
  for (const word of wanted) {
    const hits = indexed.flatMap(({ listed, words }) => {
      const hit = hitOf(word, words);
      return hit > 0 ? [{ listed, hit }] : [];
    });
    const rarity = Math.log(1 + operations.length / (hits.length + 1));
    for (const { listed, hit } of hits) scores.set(listed, (scores.get(listed) ?? 0) + hit * rarity);
  }
  return [...scores]
    .sort(([a, scoreA], [b, scoreB]) => scoreB - scoreA || a.spec.localeCompare(b.spec))
    .map(([listed]) => listed);
}

function indexOf({ tool, operation }: ListedOperation): ReadonlyMap<string, number> {
  const words = new Map<string, number>();
  const add = (text: string, weight: number): void => {
    for (const word of wordsOf(text)) words.set(word, Math.max(words.get(word) ?? 0, weight));
  };
  const { properties } = operation.input_schema;
  add(tool.description, weights.toolDescription);
  add(operation.description, weights.description);
  if (typeof properties === "object" && properties !== null) add(Object.keys(properties).join(" "), weights.parameter);
  add(tool.name, weights.tool);
  add(operation.name, weights.operation);
  return words;
}

function hitOf(word: string, words: ReadonlyMap<string, number>): number {
  const whole = words.get(word);
  if (whole !== undefined) return whole;
  if (word.length < 3) return 0;
  let best = 0;
  for (const [other, weight] of words) if (other.startsWith(word)) best = Math.max(best, weight / 2);
  return best;
}

/** Words that say nothing of what is wanted. */
const silent = new Set("a an and by for from in into is of on or that the to with".split(" "));

/** Lower case, parts of names apart, without the `s` of the plural. */
function wordsOf(text: string): string[] {
  return text
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "" && !silent.has(word))
    .map((word) => (word.length > 3 && word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word));
}
