import { type ToolContext, ValidationError } from "@aiecs/core/toolkit";
import type { WebHit } from "#schemas/analyze-topic.ts";

/** The longest query that web searches take. */
const longestQuery = 400;

/** What a web search finds, through the provider that search_api is set up with. @throws what search_api throws */
export async function searchWeb(topic: string, context: Pick<ToolContext, "call">): Promise<readonly WebHit[]> {
  const found = await context.call("search_api.search_web", { query: topic.slice(0, longestQuery) });
  const results = typeof found === "object" && found !== null && "results" in found ? found.results : undefined;
  if (!Array.isArray(results)) {
    throw new ValidationError("search_api.search_web: expected { results: [{ title, url, snippet }] }, received none");
  }
  return results.flatMap((result: unknown) => {
    const [title = "", url = "", snippet = ""] = ["title", "url", "snippet"].map((key) => textAt(result, key));
    return url === "" ? [] : [{ title, url, snippet }];
  });
}

function textAt(value: unknown, key: string): string {
  const found: unknown =
    typeof value === "object" && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined;
  return typeof found === "string" ? found : "";
}
