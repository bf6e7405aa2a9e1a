import { ValidationError } from "@aiecs/core/toolkit";
import type { CorpusInput } from "#corpus/corpus-input.ts";
import type { ResearchConfig } from "#schemas/research-config.ts";

/**
 * The corpus that a call names, else that of the settings.
 *
 * @throws E001 when there is neither
 */
export function chosenCorpus(given: CorpusInput | undefined, parameter: string, config: ResearchConfig): CorpusInput {
  const corpus = given ?? config.corpus;
  if (corpus !== undefined) return corpus;
  throw new ValidationError(
    `${parameter}: expected files, folders, tables or texts to search in, received nothing; give ${parameter}, or name a folder as corpus in the settings of research_tool (tool_config: { research_tool: { corpus: "texts" } })`,
  );
}
