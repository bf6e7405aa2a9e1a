import { setImmediate } from "node:timers/promises";
import { type ToolContext, ValidationError } from "@aiecs/core/toolkit";
import { assessRisk, type Precedent, riskThresholds } from "#contracts/assess-risk.ts";
import { type RiskClause, riskClause } from "#contracts/risk-clause.ts";
import { maxTextLength } from "#language/read-bounded-text.ts";
import type { AssessedTerm, AssessRiskLevelInput, AssessRiskLevelResult } from "#schemas/assess-risk-level.ts";

/** The risks of a contract, from what was found in it; what the terms do not hold is not known here. */
export async function assessRiskLevel(
  params: AssessRiskLevelInput,
  context: Pick<ToolContext, "signal">,
): Promise<AssessRiskLevelResult> {
  const terms = "terms" in params.terms ? params.terms.terms : params.terms;
  const type = "terms" in params.terms ? (params.terms.contract_type?.type ?? "other") : "other";
  const isContract = !("terms" in params.terms && params.terms.is_contract === false);
  const clauses: RiskClause[] = [];
  for (const term of terms) {
    await setImmediate();
    context.signal.throwIfAborted();
    clauses.push(...clausesOf(term));
  }
  const entities = listOf(params.entities, (value) => value.entities).map(({ type: kind, start, end }) => ({
    type: kind,
    start,
    end,
  }));
  const precedents = listOf(params.precedents, (value) => value.passages).map(
    ({ text, source, score }): Precedent => ({ text, source, score }),
  );
  const risk = assessRisk({ type, clauses, entities, precedents, isContract });
  const used = new Set(risk.factors.flatMap((factor) => factor.precedents));
  return {
    ...risk,
    thresholds: riskThresholds,
    contract_type: type,
    precedents: { given: precedents.length, used: used.size },
    method: "rules",
    notes: notesOn(isContract, clauses.length, precedents.length),
  };
}

function clausesOf({ type, present, text, start, end, clauses }: AssessedTerm): readonly RiskClause[] {
  if (!present) return [];
  const found = clauses ?? [];
  const own =
    typeof text === "string" && found.length === 0 ? [{ text, start: start ?? 0, end: end ?? text.length }] : found;
  return own.map((clause) => {
    if (clause.text.length > maxTextLength) {
      throw new ValidationError(
        `terms: expected clauses of at most ${maxTextLength} characters, received one of ${clause.text.length} (${type})`,
      );
    }
    return riskClause(type, clause.text, { start: clause.start, end: clause.end });
  });
}

function listOf<Item, Holder extends object>(
  value: Holder | readonly Item[] | null,
  items: (holder: Holder) => readonly Item[],
): readonly Item[] {
  if (value === null) return [];
  return isList(value) ? value : items(value);
}

function isList<Item>(value: object | readonly Item[]): value is readonly Item[] {
  return Array.isArray(value);
}

function notesOn(isContract: boolean, clauses: number, precedents: number): readonly string[] {
  return [
    ...(isContract
      ? []
      : [
          "not written as contracts are: what a contract should say was not expected of it, and the level is no judgement of one",
        ]),
    ...(isContract && clauses === 0 ? ["no clauses were found: only what is missing was weighed"] : []),
    ...(precedents === 0 ? ["no precedents were given: the weights are those of the rules alone"] : []),
    "an automatic reading, and no legal advice",
  ];
}
