import type { OperationTypesOf, ResultOf, Tool } from "@aiecs/core";
import classfireTool from "@aiecs/tool-classfire";
import imageTool from "@aiecs/tool-image";
import officeTool from "@aiecs/tool-office";
import reportTool from "@aiecs/tool-report";
import researchTool from "@aiecs/tool-research";

export const tools = [
  officeTool,
  imageTool,
  classfireTool,
  researchTool,
  reportTool,
] as const satisfies readonly Tool[];
type Types = OperationTypesOf<typeof tools>;

/** What one contract's review holds, of the steps that the checks look at. */
export type Review = {
  readonly document: ResultOf<Types, "office_tool.read_document">;
  readonly recognised: ResultOf<Types, "image_tool.ocr_text">;
  readonly entities: ResultOf<Types, "classfire_tool.extract_entities">;
  readonly terms: ResultOf<Types, "classfire_tool.find_contract_terms">;
  readonly precedents: ResultOf<Types, "research_tool.search_legal_precedents">;
  readonly risk: ResultOf<Types, "classfire_tool.assess_risk_level">;
  readonly type: ResultOf<Types, "classfire_tool.classify_contract_type">;
  readonly report: ResultOf<Types, "report_tool.generate_legal_analysis">;
};

/** The results of the eight steps by name. */
export function toReview(results: readonly { readonly result: unknown }[]): Review {
  const names = ["document", "recognised", "entities", "terms", "precedents", "risk", "type", "report"];
  return Object.fromEntries(names.map((name, step) => [name, results[step]?.result])) as Review;
}

/**
 * The text of a contract: what its pages say as text, and what was read off the pages that are pictures. A PDF with a text
 * layer has no such pages, and recognition of none gives an empty text; of a scan it is the other way round.
 */
const text = "{{ $result[0].text }}{{ $result[1].text }}";

const operations = [
  // 1. Document reading and OCR
  { operation: "office_tool.read_document", params: { file_path: "contract.pdf" } },
  { operation: "image_tool.ocr_text", params: { image: "$result[0].scanned_pages" } },

  // 2. Text analysis and key information extraction
  { operation: "classfire_tool.extract_entities", params: { text } },
  { operation: "classfire_tool.find_contract_terms", params: { text } },
  { operation: "research_tool.search_legal_precedents", params: { terms: "$result[3]" } },

  // 3. Risk assessment and classification
  {
    operation: "classfire_tool.assess_risk_level",
    params: { entities: "$result[2]", terms: "$result[3]", precedents: "$result[4]" },
  },
  { operation: "classfire_tool.classify_contract_type", params: { text } },

  // 4. Generate analysis report
  {
    operation: "report_tool.generate_legal_analysis",
    params: {
      contract_text: text,
      entities: "$result[2]",
      terms: "$result[3]",
      risk_assessment: "$result[5]",
      contract_type: "$result[6]",
    },
  },
] as const;

/** The operations for one contract. Only the first takes a file; to the others `file_path` is an unknown parameter. */
export function operationsFor(file_path: string): readonly { readonly operation: string; readonly params: object }[] {
  return operations.map(({ operation, params }) => ({
    operation,
    params: "file_path" in params ? { ...params, file_path } : params,
  }));
}
