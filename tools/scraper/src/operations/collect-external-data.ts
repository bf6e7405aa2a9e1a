import { createTable, type Table, type TableRecord, type ToolContext, ValidationError } from "@aiecs/core/toolkit";
import { download } from "../network/download.ts";
import { readRecords } from "../network/read-records.ts";
import type { ScraperConfig } from "../scraper-config.ts";

export type CollectParams = { readonly api_endpoint: string; readonly max_pages: number };

/** Fetches records from an API, page by page, as one table. */
export async function collectExternalData(params: CollectParams, context: ToolContext<ScraperConfig>): Promise<Table> {
  const { instance: config, signal } = context;
  const options = { allowed: new Set(config.network.allow), maxBytes: config.max_bytes, signal };
  const records: TableRecord[] = [];
  let address: string | undefined = resolveEndpoint(params.api_endpoint, config.endpoints);
  for (let page = 1; address !== undefined; page++) {
    if (page > params.max_pages) {
      throw new ValidationError(
        `${params.api_endpoint} has more than ${params.max_pages} pages, the limit of max_pages`,
      );
    }
    const answer = await download(address, options);
    if (isCsv(answer.contentType, answer.url)) {
      if (page > 1) throw new ValidationError(`${answer.url.href}: expected JSON as on the pages before, received CSV`);
      return readCsv(answer.body, context);
    }
    const found = readRecords(new TextDecoder().decode(answer.body), answer.url.href);
    records.push(...found.records);
    context.progress(0, `${records.length} records from ${page} page${page === 1 ? "" : "s"}`);
    const next: string | undefined = answer.next ?? found.next;
    address = next === undefined ? undefined : new URL(next, answer.url).href;
  }
  return createTable(records);
}

/** An absolute URL as it is; anything else is a name of the config's `endpoints`. */
function resolveEndpoint(endpoint: string, endpoints: ScraperConfig["endpoints"]): string {
  if (URL.canParse(endpoint)) return endpoint;
  const configured = Object.hasOwn(endpoints, endpoint) ? endpoints[endpoint] : undefined;
  if (configured !== undefined) return configured;
  const known = Object.keys(endpoints);
  throw new ValidationError(
    `Unknown endpoint '${endpoint}': expected an absolute URL, or one of the config's endpoints (${known.join(", ") || "there are none"})`,
  );
}

function isCsv(contentType: string, url: URL): boolean {
  return /\b(text\/csv|application\/csv)\b/i.test(contentType) || (contentType === "" && url.pathname.endsWith(".csv"));
}

/** CSV has its own rules, and its own operation that knows them. */
async function readCsv(body: Uint8Array, context: ToolContext<ScraperConfig>): Promise<Table> {
  const { path } = await context.artifacts.write({ name: "external-data.csv", mediaType: "text/csv", content: body });
  return (await context.call("pandas_tool.read_csv", { file_path: path })) as Table;
}
