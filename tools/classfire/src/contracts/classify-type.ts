import { isContractLanguage } from "./contract-language.ts";
import type { ContractText } from "./contract-text.ts";
import { type ContractType, contractTypes, typeCues } from "./contract-types.ts";
import type { Span } from "./span.ts";

/** Words that speak for a kind of contract: where they stand first, how often, and what they count. */
export type TypeEvidence = Span & {
  readonly cue: "title" | "words";
  readonly text: string;
  readonly count: number;
  readonly weight: number;
};

export type TypeScore = {
  readonly type: ContractType;
  readonly score: number;
  readonly evidence: readonly TypeEvidence[];
};

/** A kind of contract with how sure that is; `other` is what looks like none of them, and what is no contract. */
export type ContractTypeResult = {
  readonly type: ContractType | "other";
  readonly confidence: number;
  readonly is_contract: boolean;
  readonly alternatives: readonly { readonly type: ContractType; readonly confidence: number }[];
  readonly evidence: readonly TypeEvidence[];
};

/** What a title weighs at the very front; it counts less the later it stands. */
const titleWeight = 9;
/** Titles are looked for in this much of the text, and count half behind this much of it. */
const titleSearched = 6_000;
const titleHalf = 1_500;
/** How often in a thousand words a word must stand to count in full. */
const fullRate = 12;
/** Below this, a text is of none of the kinds. */
const leastScore = 3.5;
const sampled = 400_000;

export function classifyContract(contract: ContractText): ContractTypeResult {
  const isContract = isContractLanguage(contract.view);
  const scores = contractTypes
    .map((type) => scoreType(contract, type))
    .sort((one, other) => other.score - one.score || one.type.localeCompare(other.type));
  const [best] = scores;
  if (best === undefined || !isContract || best.score < leastScore) {
    const closeness = isContract ? Math.min(1, (best?.score ?? 0) / leastScore) : 0;
    return {
      type: "other",
      confidence: rounded(1 - closeness / 2),
      is_contract: isContract,
      alternatives: isContract ? shares(scores).slice(0, 3) : [],
      evidence: [],
    };
  }
  const [first, ...others] = shares(scores);
  return {
    type: best.type,
    confidence: first?.confidence ?? 0,
    is_contract: true,
    alternatives: others.slice(0, 3),
    evidence: best.evidence,
  };
}

/** How sure each kind is: its share of the squares of the scores, less where there is little evidence at all. */
function shares(scores: readonly TypeScore[]): readonly { readonly type: ContractType; readonly confidence: number }[] {
  const sum = scores.reduce((total, { score }) => total + score * score, 0);
  const strength = Math.min(1, (scores[0]?.score ?? 0) / (titleWeight * 0.75));
  return scores
    .map(({ type, score }) => ({ type, confidence: sum === 0 ? 0 : rounded(((score * score) / sum) * strength) }))
    .filter(({ confidence }) => confidence > 0);
}

function scoreType({ text, view }: ContractText, type: ContractType): TypeScore {
  const { title, words } = typeCues[type];
  const evidence: TypeEvidence[] = [];
  const add = (cue: TypeEvidence["cue"], at: Span, count: number, weight: number): void => {
    const place = view.toText(at);
    evidence.push({ cue, text: text.slice(place.start, place.end), ...place, count, weight: rounded(weight) });
  };
  const head = view.text.slice(0, titleSearched);
  const titles = [...head.matchAll(title)];
  const [firstTitle] = titles;
  if (firstTitle !== undefined) {
    const weight = titleWeight / (1 + firstTitle.index / titleHalf);
    add("title", { start: firstTitle.index, end: firstTitle.index + firstTitle[0].length }, titles.length, weight);
  }
  const sample = view.text.slice(0, sampled);
  const thousands = Math.max(0.3, sample.length / 6_000);
  for (const [full, pattern] of words) {
    let count = 0;
    let at: Span | undefined;
    for (const match of sample.matchAll(pattern)) {
      count++;
      at ??= { start: match.index, end: match.index + match[0].length };
    }
    if (at !== undefined) add("words", at, count, full * Math.min(1, count / thousands / fullRate));
  }
  const score = evidence.reduce((sum, { weight }) => sum + weight, 0);
  return { type, score, evidence: evidence.sort((one, other) => other.weight - one.weight) };
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
