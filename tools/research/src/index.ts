import type { Operation, Tool } from "@aiecs/core";
import { defineOperation, defineTool, type ToolContext } from "@aiecs/core/toolkit";
import type { Library } from "#corpus/library.ts";
import {
  type AnalyzeTopicInput,
  analyzeTopicInput,
  analyzeTopicOutput,
  type TopicAnalysis,
} from "#schemas/analyze-topic.ts";
import * as examples from "#schemas/examples.ts";
import {
  type GenerateOutlineInput,
  generateOutlineInput,
  generateOutlineOutput,
  type Outline,
} from "#schemas/generate-outline.ts";
import { researchConfigSchema } from "#schemas/research-config.ts";
import {
  type LegalPrecedents,
  type LegalPrecedentsInput,
  legalPrecedentsInput,
  legalPrecedentsOutput,
} from "#schemas/search-legal-precedents.ts";
import {
  type SearchRelatedInput,
  type SearchRelatedResult,
  searchRelatedInput,
  searchRelatedOutput,
} from "#schemas/search-related.ts";

/** The operations of `research_tool`, by name. */
export type ResearchOperations = {
  readonly analyze_topic: Operation<AnalyzeTopicInput, TopicAnalysis>;
  readonly generate_outline: Operation<GenerateOutlineInput, Outline>;
  readonly search_related: Operation<SearchRelatedInput, SearchRelatedResult>;
  readonly search_legal_precedents: Operation<LegalPrecedentsInput, LegalPrecedents>;
};

type Context = ToolContext<Library>;

const readOnly = { annotations: { readOnly: true, idempotent: true, destructive: false } } as const;

/**
 * What a folder holds changes by itself, so no result is cached: the index is, and it is brought up to date for every call.
 * It lives on the main thread, where all calls share it, and is made in small bites.
 */
const searching = { ...readOnly, weight: "heavy", timeoutMs: 300_000 } as const;

const analyzeTopic = defineOperation({
  ...searching,
  description:
    "Finds out what a corpus says of a topic: key terms, themes, and passages with their sources; and what a web search finds, where the settings ask for one.",
  inputSchema: analyzeTopicInput,
  outputSchema: analyzeTopicOutput,
  examples: examples.analyzeTopic,
  execute: async (params, context: Context) =>
    (await import("#operations/analyze-topic.ts")).analyzeTopic(params, context),
});

const generateOutline = defineOperation({
  ...readOnly,
  description: "Makes an outline of an analyzed topic: sections by theme, points in the sources' own words.",
  inputSchema: generateOutlineInput,
  outputSchema: generateOutlineOutput,
  cache: { scope: "task" },
  examples: examples.generateOutline,
  execute: async (params) => (await import("#operations/generate-outline.ts")).generateOutline(params),
});

const searchRelated = defineOperation({
  ...searching,
  description: "Finds the passages of a corpus that speak of what is asked, ranked by BM25.",
  inputSchema: searchRelatedInput,
  outputSchema: searchRelatedOutput,
  examples: examples.searchRelated,
  execute: async (params, context: Context) =>
    (await import("#operations/search-related.ts")).searchRelated(params, context),
});

const searchLegalPrecedents = defineOperation({
  ...searching,
  description: "Finds passages of precedents that bear on the terms of a contract, for each term and in all.",
  inputSchema: legalPrecedentsInput,
  outputSchema: legalPrecedentsOutput,
  examples: examples.searchLegalPrecedents,
  execute: async (params, context: Context) =>
    (await import("#operations/search-legal-precedents.ts")).searchLegalPrecedents(params, context),
});

/** What a corpus of one's own says: topics, outlines, passages. */
const researchTool: Tool<"research_tool", ResearchOperations> = defineTool({
  name: "research_tool",
  description:
    "Research in a corpus of your own: topics, outlines, ranked passages, legal precedents, all with sources.",
  version: "1.0.0",
  configSchema: researchConfigSchema,
  create: async (config) => new (await import("#corpus/library.ts")).Library(config),
  operations: {
    analyze_topic: analyzeTopic,
    generate_outline: generateOutline,
    search_related: searchRelated,
    search_legal_precedents: searchLegalPrecedents,
  },
});

export default researchTool;
