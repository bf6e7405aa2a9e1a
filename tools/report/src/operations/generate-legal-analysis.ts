import { readText, type ToolContext } from "@aiecs/core/toolkit";
import type { Block, Report } from "#blocks/block.ts";
import { notesBlocks } from "#blocks/notes.ts";
import { heading, paragraph, paragraphs } from "#blocks/text.ts";
import { type Clause, cite, clausesOf } from "#legal/clause.ts";
import { contractTypeOf } from "#legal/contract-type.ts";
import { type Entity, entitiesOf, entityBlocks } from "#legal/entities.ts";
import { riskBlocks, riskCallout, riskOf } from "#legal/risk.ts";
import type { LegalAnalysisParams } from "#schemas/generate-legal-analysis.ts";
import type { ReportResult } from "#schemas/report-result.ts";
import { headingOf } from "#wording/heading-of.ts";
import { counted } from "#wording/numbers.ts";
import { maxTextLength } from "./text-length.ts";
import { checkOutputPath, writeReport } from "./write-report.ts";

/** The analysis of a contract: its risks, its clauses in its own words with their places, and who and what it names. */
export async function generateLegalAnalysis(params: LegalAnalysisParams, context: ToolContext): Promise<ReportResult> {
  checkOutputPath(params.output_path);
  const { text: contract, source } = await readText(params.contract_text, context, {
    name: "contract_text",
    maxLength: maxTextLength,
  });
  const clauses = clausesOf(params.terms);
  const risk = riskOf(params.risk_assessment);
  const entities = entitiesOf(params.entities);
  const notes = notesOn(params, clauses, contract);
  const blocks: readonly Block[] = [
    { t: "figures", items: keyFigures(params, contract, clauses, entities) },
    riskCallout(risk),
    heading(1, "Risks"),
    ...riskBlocks(risk),
    heading(1, "Clauses"),
    ...clauseBlocks(clauses, contract),
    ...(entities.length > 0 ? [heading(1, "Names, dates and amounts"), ...entityBlocks(entities)] : []),
    ...notesBlocks([...notes, disclaimer]),
  ];
  const report: Report = {
    title: params.title ?? "Contract analysis",
    date: params.date,
    author: params.author,
    blocks,
    images: [],
  };
  const fileNote = source === null ? [] : [`contract_text was read from the file ${source}.`];
  return await writeReport(report, context, { outputPath: params.output_path, notes: [...fileNote, ...notes] });
}

const disclaimer =
  "This analysis was made automatically. It quotes the contract and points to its places, and it is no legal advice.";

function keyFigures(
  { contract_type }: LegalAnalysisParams,
  contract: string,
  clauses: readonly Clause[],
  entities: readonly Entity[],
): { readonly label: string; readonly text: string }[] {
  const words = contract.match(/\S+/g)?.length ?? 0;
  const organizations = entities.filter(({ type }) => type === "ORGANIZATION");
  const names = new Set(organizations.map(({ name }) => name.toLowerCase()));
  return [
    { label: "Kind of contract", text: contractTypeOf(contract_type) },
    { label: "Length", text: counted(words, "word") },
    {
      label: "Clauses found",
      text: clauses.length === 0 ? "–" : `${clauses.filter(({ present }) => present).length} of ${clauses.length}`,
    },
    { label: "Organizations named", text: String(names.size) },
  ];
}

function clauseBlocks(clauses: readonly Clause[], contract: string): readonly Block[] {
  if (clauses.length === 0) return [paragraph("No clauses were looked for.", { muted: true })];
  const found = clauses.filter(({ present }) => present);
  const absent = clauses.filter(({ present }) => !present).map(({ type }) => headingOf(type));
  return [
    ...found.flatMap((clause): readonly Block[] => {
      const { text, source } = cite(clause, contract);
      return [heading(2, headingOf(clause.type)), { t: "quote", blocks: paragraphs(text), source }];
    }),
    ...(absent.length > 0 ? [paragraph(`Not found: ${absent.join(", ")}.`)] : []),
  ];
}

/** What an analysis lacks is said: a missing step must not look like a clean contract. */
function notesOn(
  { entities, terms, risk_assessment, contract_type }: LegalAnalysisParams,
  clauses: readonly Clause[],
  contract: string,
): readonly string[] {
  const absent = Object.entries({ entities, terms, risk_assessment, contract_type }).filter(
    ([, value]) => value === null,
  );
  const unverified = clauses
    .filter((clause) => clause.present && !cite(clause, contract).verified)
    .map(({ type }) => headingOf(type));
  return [
    ...absent.map(([name]) => `Not part of this analysis: ${name} was not given.`),
    ...(unverified.length > 0
      ? [`The quotations of these clauses could not be checked against the contract: ${unverified.join(", ")}.`]
      : []),
  ];
}
