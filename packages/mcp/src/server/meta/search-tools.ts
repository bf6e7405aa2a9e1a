import { cut } from "../describe-value.ts";
import { toJson } from "../json.ts";
import { type ListedOperation, listOperations } from "../operations.ts";
import { defineMetaTool, type MetaTool } from "./meta-tool.ts";
import { rankOperations } from "./rank-operations.ts";

type Args = { readonly query?: string; readonly limit?: number };

/** Finds operations by what they do: names and a line each, so that looking costs little. */
export const searchTools: MetaTool = defineMetaTool<Args>({
  name: "search_tools",
  title: "Search operations",
  description:
    "Finds operations by words of their names and descriptions, best first. Without a query: the tools and their operations' names.",
  readOnly: true,
  inputSchema: {
    type: "object",
    properties: {
      query: { type: "string", maxLength: 500, description: "A few words, for example `read csv`" },
      limit: { type: "integer", minimum: 1, maximum: 50, default: 10 },
    },
    additionalProperties: false,
  },
  async run({ query = "", limit = 10 }, session) {
    const operations = listOperations(session);
    const isOverview = query.trim() === "";
    const ranked = isOverview ? operations : rankOperations(operations, query);
    const found = isOverview ? toolLines(operations) : ranked.slice(0, limit).map(operationLine);
    const total = ranked.length;
    const answer = { found, total };
    const hint = total === 0 && operations.length > 0 ? "\nNothing fits; search without a query for all tools." : "";
    return { content: [{ type: "text", text: `${toJson(answer)}${hint}` }], structuredContent: answer };
  },
});

function operationLine({ spec, operation }: ListedOperation): string {
  return `${spec}: ${cut(firstSentence(operation.description), 160)}`;
}

function toolLines(operations: readonly ListedOperation[]): string[] {
  return Array.from(
    Map.groupBy(operations, ({ tool }) => tool),
    ([tool, list]) => {
      const names = list.map(({ operation }) => operation.name).join(", ");
      return `${tool.name}: ${names} – ${cut(firstSentence(tool.description), 120)}`;
    },
  );
}

function firstSentence(text: string): string {
  return /^[\s\S]*?[.!?](?=\s|$)/.exec(text)?.[0] ?? text;
}
