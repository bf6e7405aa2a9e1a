import type { ToolContext } from "@aiecs/core/toolkit";
import { classifyContract } from "#contracts/classify-type.ts";
import { readContract } from "#contracts/contract-text.ts";
import { readBoundedText } from "#language/read-bounded-text.ts";
import type { ClassifyContractTypeParams, ClassifyContractTypeResult } from "#schemas/classify-contract-type.ts";

/** What kind of contract a text is, how sure that is, and the words that say so. */
export async function classifyContractType(
  params: ClassifyContractTypeParams,
  context: Pick<ToolContext, "files" | "artifacts" | "limits" | "signal">,
): Promise<ClassifyContractTypeResult> {
  const { text, source } = await readBoundedText(params.text, "text", context);
  context.signal.throwIfAborted();
  const result = classifyContract(readContract(text));
  const notes = result.is_contract ? [] : ["not written as contracts are: other is the only answer"];
  return { ...result, method: "rules", source, notes };
}
