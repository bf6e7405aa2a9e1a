import { z } from "zod";
import { secretText } from "./channel.ts";

/** Where web searches go. */
export type Provider = {
  readonly type: "searxng" | "brave" | "tavily" | "json";
  readonly url: string;
  readonly api_key?: string | undefined;
  /** Of a provider of type json: where in its answer things stand. */
  readonly fields: ProviderFields;
};

export type ProviderFields = {
  /** The parameter of the address that holds the query. */
  readonly query: string;
  /** The parameter that holds how many results are wanted; none when not given. */
  readonly limit?: string | undefined;
  /** Path to the list of results; "" when the answer is the list. */
  readonly results: string;
  readonly title: string;
  readonly url: string;
  readonly snippet: string;
  /** The header that holds the key; `authorization` holds it as a bearer's. */
  readonly key_header: string;
};

/** The public addresses of providers that have one. */
const knownUrls: { readonly [type: string]: string } = {
  brave: "https://api.search.brave.com/res/v1/web/search",
  tavily: "https://api.tavily.com/search",
};

const path = z.string().regex(/^$|^[^\s.[\]]+(?:\[\d+\]|\.[^\s.[\]]+)*$/, "expected a path such as data.items");

export const provider: z.ZodType<Provider, unknown> = z
  .strictObject({
    type: z.enum(["searxng", "brave", "tavily", "json"]),
    url: z.url({ protocol: /^https?$/, error: "expected an address with http:// or https://" }).optional(),
    api_key: secretText.optional().describe("Default: provider_api_key."),
    fields: z
      .strictObject({
        query: z.string().min(1).default("q"),
        limit: z.string().min(1).optional(),
        results: path.default("results"),
        title: path.default("title"),
        url: path.default("url"),
        snippet: path.default("snippet"),
        key_header: z
          .string()
          .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, "expected the name of a header")
          .default("authorization"),
      })
      .prefault({})
      .describe("Of type json: the names of what is asked and answered."),
  })
  .transform(({ url, ...rest }, context) => {
    const address = url ?? (Object.hasOwn(knownUrls, rest.type) ? knownUrls[rest.type] : undefined);
    if (address !== undefined) return { ...rest, url: address };
    context.addIssue({ code: "custom", path: ["url"], message: `expected the address of the ${rest.type} server` });
    return z.NEVER;
  });
