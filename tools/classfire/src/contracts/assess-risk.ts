import type { ClauseType } from "./clause-type.ts";
import type { ContractType } from "./contract-types.ts";
import { expectedClauses } from "./expected-clauses.ts";
import type { RiskClause } from "./risk-clause.ts";
import { riskRules } from "./risk-rules.ts";

/** From this score on a risk is medium, and from this on high. */
export const riskThresholds: { readonly medium: number; readonly high: number } = { medium: 0.25, high: 0.5 };

/** A passage that was found for the contract's terms. */
export type Precedent = { readonly text: string; readonly source: string; readonly score: number };

/** A name that was found in the contract. */
export type NamedEntity = { readonly type: string; readonly start: number; readonly end: number };

export type RiskFactor = {
  readonly factor: string;
  /** What it adds: the score is 1 less the product of what each factor leaves. */
  readonly weight: number;
  readonly description: string;
  readonly clause: {
    readonly type: ClauseType;
    readonly text: string;
    readonly start: number;
    readonly end: number;
  } | null;
  readonly precedents: readonly Precedent[];
};

export type Risk = {
  readonly score: number;
  readonly level: "low" | "medium" | "high";
  readonly factors: readonly RiskFactor[];
  readonly missing_clauses: readonly ClauseType[];
};

/** A precedent must be found with at least this score to count, and speak of a dispute. */
const leastPrecedentScore = 0.2;
const dispute =
  /\b(?:court|held|judg(?:e?ment|e)|plaintiff|defendant|claimant|unenforceable|void|awarded|ruling|ruled|tribunal|appeal|dispute|breach)/i;
/** The best precedent raises a factor by at most this share of its weight. */
const precedentShare = 0.25;
const mostPrecedents = 3;

/** Each passage once, the best first: a search for several terms finds the same one again, with other scores. */
function distinct(precedents: readonly Precedent[]): readonly Precedent[] {
  const best = new Map<string, Precedent>();
  for (const precedent of precedents.toSorted((one, other) => other.score - one.score)) {
    const key = JSON.stringify([precedent.source, precedent.text.replace(/\s+/g, " ").trim()]);
    if (!best.has(key)) best.set(key, precedent);
  }
  return [...best.values()];
}

export type AssessedContract = {
  readonly type: ContractType | "other";
  readonly clauses: readonly RiskClause[];
  readonly entities: readonly NamedEntity[];
  readonly precedents: readonly Precedent[];
  /** False for a text that is known to be no contract: it need not say what a contract should. */
  readonly isContract: boolean;
};

/** Weighs what a contract's clauses say, and what they leave unsaid. */
export function assessRisk({ type, clauses, entities, precedents, isContract }: AssessedContract): Risk {
  const passages = distinct(precedents);
  const of = (kind: ClauseType): readonly RiskClause[] => clauses.filter((clause) => clause.type === kind);
  const weigh = (
    factor: string,
    weight: number,
    matter: RegExp,
    description: string,
    clause: RiskClause | null,
  ): RiskFactor => {
    const bearing = passages
      .filter(({ text, score }) => score >= leastPrecedentScore && dispute.test(text) && matter.test(text))
      .slice(0, mostPrecedents);
    const raised = weight * (1 + precedentShare * Math.min(1, bearing[0]?.score ?? 0));
    const place =
      clause === null ? null : { type: clause.type, text: clause.text, start: clause.start, end: clause.end };
    return { factor, weight: rounded(raised), description, clause: place, precedents: bearing };
  };
  const found = riskRules.flatMap(({ factor, weight, matter, usualIn, find }): readonly RiskFactor[] => {
    if (type !== "other" && (usualIn?.includes(type) ?? false)) return [];
    const finding = find({ all: clauses, of });
    return finding === undefined ? [] : [weigh(factor, weight, matter, finding.description, finding.clause)];
  });
  const expected = isContract ? [...expectedClauses(type)] : [];
  const missing = expected.filter(([kind]) => of(kind).length === 0);
  const lacking = missing.map(([kind, weight]) =>
    weigh(
      `missing_${kind}`,
      weight,
      new RegExp(`\\b${kind.replace("_", ".")}`, "i"),
      `The contract has no clause on ${kind.replace("_", " ")}.`,
      null,
    ),
  );
  const factors = [...found, ...unnamedParties(of("parties"), entities, weigh), ...lacking].sort(
    (one, other) => other.weight - one.weight || one.factor.localeCompare(other.factor),
  );
  const score = rounded(1 - factors.reduce((left, { weight }) => left * (1 - weight), 1));
  return { score, level: levelOf(score), factors, missing_clauses: missing.map(([kind]) => kind) };
}

/** A clause on the parties in which no person or organisation was found; asked only where names were looked for. */
function unnamedParties(
  clauses: readonly RiskClause[],
  entities: readonly NamedEntity[],
  weigh: (factor: string, weight: number, matter: RegExp, description: string, clause: RiskClause) => RiskFactor,
): readonly RiskFactor[] {
  const [clause] = clauses;
  if (clause === undefined || entities.length === 0) return [];
  const names = entities.filter(({ type }) => type === "PERSON" || type === "ORGANIZATION");
  if (names.some(({ start, end }) => start < clause.end && end > clause.start) || clause.has("party")) return [];
  return [
    weigh(
      "parties_not_named",
      0.08,
      /\bpart(?:y|ies)\b/i,
      "The clause on the parties names no person and no organisation.",
      clause,
    ),
  ];
}

function levelOf(score: number): Risk["level"] {
  if (score >= riskThresholds.high) return "high";
  return score >= riskThresholds.medium ? "medium" : "low";
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
