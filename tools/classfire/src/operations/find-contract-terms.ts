import { createPace, type ToolContext } from "@aiecs/core/toolkit";
import { classifyContract } from "#contracts/classify-type.ts";
import { readFacts } from "#contracts/clause-facts.ts";
import { type ClauseType, clauseTypes } from "#contracts/clause-type.ts";
import { type ContractText, readContract } from "#contracts/contract-text.ts";
import { findClauses } from "#contracts/find-clauses.ts";
import type { FoundClause } from "#contracts/found-clause.ts";
import { readBoundedText } from "#language/read-bounded-text.ts";
import type {
  ContractClause,
  ContractTerm,
  FindContractTermsParams,
  FindContractTermsResult,
} from "#schemas/find-contract-terms.ts";

/** The clauses of a contract, kind by kind, in its own words; what is not written as a contract has none. */
export async function findContractTerms(
  params: FindContractTermsParams,
  context: Pick<ToolContext, "files" | "artifacts" | "limits" | "signal" | "progress">,
): Promise<FindContractTermsResult> {
  const { text, source } = await readBoundedText(params.text, "text", context);
  const contract = readContract(text);
  const { type, confidence, is_contract } = classifyContract(contract);
  const clauses = is_contract ? await findClauses(contract, createPace(context)) : [];
  return {
    terms: clauseTypes.map((kind) => termOf(contract, kind, clauses)),
    contract_type: { type, confidence },
    is_contract,
    method: "rules",
    source,
    notes: is_contract ? [] : ["not written as contracts are: no clauses were looked for"],
  };
}

function termOf(contract: ContractText, type: ClauseType, found: readonly FoundClause[]): ContractTerm {
  const clauses = found.filter((clause) => clause.type === type).map((clause) => clauseOf(contract, clause));
  const [first, ...others] = clauses;
  const clearest = others.reduce(
    (best, clause) => (best !== undefined && clause.score <= best.score ? best : clause),
    first,
  );
  return {
    type,
    present: clearest !== undefined,
    text: clearest?.text ?? null,
    start: clearest?.start ?? null,
    end: clearest?.end ?? null,
    heading: clearest?.heading ?? null,
    facts: clauses.flatMap(({ facts }) => facts),
    clauses,
  };
}

function clauseOf(
  { text, view }: ContractText,
  { type, start, end, number, heading, score }: FoundClause,
): ContractClause {
  const facts = readFacts(type, { start, end }, text, view);
  return { text: text.slice(start, end), start, end, number, heading, score, facts };
}
