import type { Provider } from "#schemas/provider.ts";
import type { SearchWebParams } from "#schemas/search-web.ts";

/** How a provider is asked, and where in its answer the results stand. */
export type ProviderRequest = {
  readonly url: string;
  readonly method: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly answer: AnswerPaths;
  /** The most results that one request gives; absent where that is not known. */
  readonly maximum?: number;
};

export type AnswerPaths = {
  /** "" when the answer is the list itself. */
  readonly results: string;
  readonly title: string;
  readonly url: string;
  readonly snippet: string;
};

type Search = { readonly params: SearchWebParams; readonly key: string | undefined };

const brave: AnswerPaths = { results: "web.results", title: "title", url: "url", snippet: "description" };
const common: AnswerPaths = { results: "results", title: "title", url: "url", snippet: "content" };
/** The most that Brave and Tavily give at once. */
const providerMaximum = 20;

/** The request that a provider of this type understands. */
export function providerRequest(provider: Provider, search: Search): ProviderRequest {
  switch (provider.type) {
    case "searxng":
      return searxng(provider, search);
    case "brave":
      return braveRequest(provider, search);
    case "tavily":
      return tavily(provider, search);
    case "json":
      return jsonRequest(provider, search);
  }
}

function searxng({ url }: Provider, { params, key }: Search): ProviderRequest {
  const { query, language } = params;
  const base = new URL(url);
  if (!base.pathname.endsWith("/search")) base.pathname = `${base.pathname.replace(/\/$/, "")}/search`;
  return {
    url: withQuery(base.href, { q: query, format: "json", language }),
    method: "GET",
    headers: bearer(key),
    answer: common,
  };
}

function braveRequest({ url }: Provider, { params: { query, top_k, language }, key }: Search): ProviderRequest {
  return {
    url: withQuery(url, { q: query, count: String(Math.min(top_k, providerMaximum)), search_lang: language }),
    method: "GET",
    headers: key === undefined ? {} : { "x-subscription-token": key },
    answer: brave,
    maximum: providerMaximum,
  };
}

function tavily({ url }: Provider, { params: { query, top_k }, key }: Search): ProviderRequest {
  return {
    url,
    method: "POST",
    headers: { "content-type": "application/json", ...bearer(key) },
    body: JSON.stringify({ query, max_results: Math.min(top_k, providerMaximum) }),
    answer: common,
    maximum: providerMaximum,
  };
}

function jsonRequest({ url, fields }: Provider, { params: { query, top_k }, key }: Search): ProviderRequest {
  const count = fields.limit === undefined ? {} : { [fields.limit]: String(top_k) };
  const headers =
    fields.key_header === "authorization" ? bearer(key) : key === undefined ? {} : { [fields.key_header]: key };
  return { url: withQuery(url, { [fields.query]: query, ...count }), method: "GET", headers, answer: fields };
}

function bearer(key: string | undefined): Readonly<Record<string, string>> {
  return key === undefined ? {} : { authorization: `Bearer ${key}` };
}

function withQuery(address: string, query: Readonly<Record<string, string | undefined>>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value);
  return url.href;
}
