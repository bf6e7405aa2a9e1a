import type { Operation, Tool } from "@aiecs/core";
import { defineOperation, defineTool } from "@aiecs/core/toolkit";
import * as contractExamples from "#contracts/examples.ts";
import {
  type AnalyzeTextInput,
  type AnalyzeTextResult,
  analyzeTextInput,
  analyzeTextOutput,
} from "#schemas/analyze-text.ts";
import {
  type AssessRiskLevelInput,
  type AssessRiskLevelResult,
  assessRiskLevelInput,
  assessRiskLevelOutput,
} from "#schemas/assess-risk-level.ts";
import {
  type ClassifyContractTypeParams,
  type ClassifyContractTypeResult,
  classifyContractTypeInput,
  classifyContractTypeOutput,
} from "#schemas/classify-contract-type.ts";
import {
  type ClassifyTextParams,
  type ClassifyTextResult,
  classifyTextInput,
  classifyTextOutput,
} from "#schemas/classify-text.ts";
import * as examples from "#schemas/examples.ts";
import {
  type ExtractEntitiesParams,
  type ExtractEntitiesResult,
  extractEntitiesInput,
  extractEntitiesOutput,
} from "#schemas/extract-entities.ts";
import {
  type ExtractKeywordsInput,
  type ExtractKeywordsResult,
  extractKeywordsInput,
  extractKeywordsOutput,
} from "#schemas/extract-keywords.ts";
import {
  type FindContractTermsParams,
  type FindContractTermsResult,
  findContractTermsInput,
  findContractTermsOutput,
} from "#schemas/find-contract-terms.ts";
import {
  type OptimizeContentParams,
  type OptimizeContentResult,
  optimizeContentInput,
  optimizeContentOutput,
} from "#schemas/optimize-content.ts";

/** The operations of `classfire_tool`, by name. */
export type ClassfireOperations = {
  readonly extract_keywords: Operation<ExtractKeywordsInput, ExtractKeywordsResult>;
  readonly classify_text: Operation<ClassifyTextParams, ClassifyTextResult>;
  readonly analyze_text: Operation<AnalyzeTextInput, AnalyzeTextResult>;
  readonly extract_entities: Operation<ExtractEntitiesParams, ExtractEntitiesResult>;
  readonly optimize_content: Operation<OptimizeContentParams, OptimizeContentResult>;
  readonly find_contract_terms: Operation<FindContractTermsParams, FindContractTermsResult>;
  readonly assess_risk_level: Operation<AssessRiskLevelInput, AssessRiskLevelResult>;
  readonly classify_contract_type: Operation<ClassifyContractTypeParams, ClassifyContractTypeResult>;
};

/** All operations only read, and give the same answer for the same text. */
const reading = {
  annotations: { readOnly: true, idempotent: true, destructive: false },
  runsOn: "thread",
  timeoutMs: 120_000,
} as const;
const text = { ...reading, cache: { files: ["text"] } } as const;
const content = { ...reading, cache: { files: ["content"] } } as const;

const extractKeywords = defineOperation({
  ...text,
  description: "Finds the words and phrases that a text is about, with scores and places; of any language.",
  inputSchema: extractKeywordsInput,
  outputSchema: extractKeywordsOutput,
  examples: examples.extractKeywords,
  execute: async (params, context) =>
    (await import("#operations/extract-keywords.ts")).extractKeywords(params, context),
});

const classifyText = defineOperation({
  ...text,
  description:
    "Tells the sentiment of a text, or which of your own labels fits it, learned from the examples you give.",
  inputSchema: classifyTextInput,
  outputSchema: classifyTextOutput,
  examples: examples.classifyText,
  execute: async (params, context) => (await import("#operations/classify-text.ts")).classifyText(params, context),
});

const analyzeText = defineOperation({
  ...text,
  description:
    "Tells the language, readability, sentiment, entities and keywords of a text, and sums it up in its own sentences.",
  inputSchema: analyzeTextInput,
  outputSchema: analyzeTextOutput,
  weight: "heavy",
  examples: examples.analyzeText,
  execute: async (params, context) => (await import("#operations/analyze-text.ts")).analyzeText(params, context),
});

const extractEntities = defineOperation({
  ...text,
  description:
    "Finds people, organisations, places, dates, sums, percentages, addresses, numbers and laws in a text, each with its place.",
  inputSchema: extractEntitiesInput,
  outputSchema: extractEntitiesOutput,
  examples: examples.extractEntities,
  execute: async (params, context) =>
    (await import("#operations/extract-entities.ts")).extractEntities(params, context),
});

const optimizeContent = defineOperation({
  ...content,
  description:
    "Makes a text shorter and easier to read without changing what it says: each edit with its reason, and readability before and after.",
  inputSchema: optimizeContentInput,
  outputSchema: optimizeContentOutput,
  examples: examples.optimizeContent,
  execute: async (params, context) =>
    (await import("#operations/optimize-content.ts")).optimizeContent(params, context),
});

const findContractTerms = defineOperation({
  ...text,
  description:
    "Finds the clauses of a contract (parties, term, payment, termination, liability, confidentiality, governing law, renewal, indemnity) in its own words, with places and what they say in figures.",
  inputSchema: findContractTermsInput,
  outputSchema: findContractTermsOutput,
  examples: contractExamples.findContractTerms,
  execute: async (params, context) =>
    (await import("#operations/find-contract-terms.ts")).findContractTerms(params, context),
});
const assessRiskLevel = defineOperation({
  annotations: reading.annotations,
  timeoutMs: 60_000,
  description:
    "Weighs the risks of a contract from its clauses: a score, a level, each factor with the clause it comes from, and the clauses it lacks.",
  inputSchema: assessRiskLevelInput,
  outputSchema: assessRiskLevelOutput,
  examples: contractExamples.assessRiskLevel,
  execute: async (params, context) =>
    (await import("#operations/assess-risk-level.ts")).assessRiskLevel(params, context),
});
const classifyContractType = defineOperation({
  ...text,
  description: "Says what kind of contract a text is, how sure that is, and which words say so.",
  inputSchema: classifyContractTypeInput,
  outputSchema: classifyContractTypeOutput,
  examples: contractExamples.classifyContractType,
  execute: async (params, context) =>
    (await import("#operations/classify-contract-type.ts")).classifyContractType(params, context),
});

/** What texts say: keywords, classes, entities, sentiment and readability. */
const classfireTool: Tool<"classfire_tool", ClassfireOperations> = defineTool({
  name: "classfire_tool",
  aliases: ["classifier_tool"],
  description:
    "Text: keywords, classes, entities, sentiment, readability, better wording, and the clauses and risks of contracts.",
  version: "1.0.0",
  module: import.meta.url,
  operations: {
    extract_keywords: extractKeywords,
    classify_text: classifyText,
    analyze_text: analyzeText,
    extract_entities: extractEntities,
    optimize_content: optimizeContent,
    find_contract_terms: findContractTerms,
    assess_risk_level: assessRiskLevel,
    classify_contract_type: classifyContractType,
  },
});

export default classfireTool;
