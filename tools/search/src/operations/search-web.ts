import { type ToolContext, ValidationError } from "@aiecs/core/toolkit";
import { finalError } from "#delivery/message.ts";
import { redact } from "#delivery/redact.ts";
import type { SearchInstance } from "#instance/search-instance.ts";
import type { SearchWebParams, SearchWebResult } from "#schemas/search-web.ts";
import { providerRequest } from "#websearch/provider-request.ts";
import { readAnswer } from "#websearch/read-answer.ts";

const maxAnswerBytes = 8 * 1024 * 1024;

/** Asks the configured provider. @throws E001 naming the setting when there is none */
export async function searchWeb(
  params: SearchWebParams,
  context: ToolContext<SearchInstance>,
): Promise<SearchWebResult> {
  const { config } = context.instance;
  const { provider } = config;
  if (provider === undefined) {
    throw new ValidationError(
      'No web search is configured: set provider under search_api in the config, for example { "type": "searxng", "url": "https://search.example.com" } (types searxng, brave, tavily, json), or SEARCH_API_PROVIDER in the environment',
    );
  }
  const key = provider.api_key ?? config.provider_api_key;
  if (key === undefined && (provider.type === "brave" || provider.type === "tavily")) {
    throw new ValidationError(
      `Web search by ${provider.type} needs a key: set provider.api_key or provider_api_key under search_api in the config`,
    );
  }
  const { url, answer, maximum = params.top_k, ...request } = providerRequest(provider, { params, key });
  try {
    const { body } = await context.network.fetch(url, {
      ...request,
      accept: "application/json",
      maxBytes: maxAnswerBytes,
    });
    const { results, notes } = readAnswer(body, answer);
    const best = results.slice(0, params.top_k);
    const few = maximum < params.top_k ? [`${provider.type} gives at most ${maximum} results at once`] : [];
    return {
      query: params.query,
      provider: provider.type,
      results: best,
      count: best.length,
      notes: [...few, ...notes],
    };
  } catch (error) {
    context.signal.throwIfAborted();
    throw told(error, provider.type, [key, new URL(provider.url).search]);
  }
}

/** The error without secrets, which leaves its cause behind; whether to try again stays known. */
function told(error: unknown, type: string, secrets: readonly (string | undefined)[]): Error {
  const message = redact(error instanceof Error ? error.message : String(error), secrets);
  const text = `Web search by ${type} failed: ${message}`;
  if (error instanceof ValidationError) return new ValidationError(text);
  if (!(error instanceof Error) || ("retryable" in error && error.retryable === false)) return finalError(text);
  const wait =
    "retryAfterMs" in error && typeof error.retryAfterMs === "number" ? { retryAfterMs: error.retryAfterMs } : {};
  return Object.assign(new Error(text), wait);
}
