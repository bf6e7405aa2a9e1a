import {
  createTable,
  isTable,
  type NetworkResponse,
  type Table,
  type TableRecord,
  type ToolContext,
  ValidationError,
} from "@aiecs/core/toolkit";
import { decodeText } from "#network/decode-text.ts";
import { isJsonType, isVagueType, mediaTypeOf } from "#network/media-type.ts";
import { nextAddress } from "#network/next-link.ts";
import { readRecords } from "#network/read-records.ts";
import { resolveEndpoint } from "#network/resolve-endpoint.ts";
import type { CollectExternalDataParams } from "#schemas/collect-external-data.ts";
import type { ScraperConfig } from "#schemas/scraper-config.ts";

/** Fetches records from an API, page by page, as one table. */
export async function collectExternalData(
  params: CollectExternalDataParams,
  context: ToolContext<ScraperConfig>,
): Promise<Table> {
  const records: TableRecord[] = [];
  let maxBytes = context.limits.max_file_bytes;
  let address: string | undefined = resolveEndpoint(params.api_endpoint, context.instance.endpoints);
  for (let page = 1; address !== undefined; page++) {
    if (page > params.max_pages) {
      throw new ValidationError(
        `${params.api_endpoint} has more than ${params.max_pages} pages, the limit of max_pages`,
      );
    }
    const answer = await context.network.fetch(address, { maxBytes });
    maxBytes -= answer.body.byteLength;
    if (formatOf(answer) === "csv") {
      if (page > 1) throw new ValidationError(`${answer.source}: expected JSON as on the pages before, received CSV`);
      return readCsv(answer.body, context);
    }
    const found = readRecords(decodeText(answer.body, answer.source), answer.source);
    for (const record of found.records) records.push(record);
    context.progress(0, `${records.length} records from ${page} page${page === 1 ? "" : "s"}`);
    address = nextAddress(answer, found.next);
  }
  return createTable(records);
}

/** @throws E001 for a page for people, a picture, or whatever else holds no records */
function formatOf({ contentType, url, source }: NetworkResponse): "json" | "csv" {
  const type = mediaTypeOf(contentType);
  if (type === "text/csv" || type === "application/csv") return "csv";
  if (isJsonType(type)) return "json";
  if (isVagueType(type)) return new URL(url).pathname.endsWith(".csv") ? "csv" : "json";
  throw new ValidationError(`${source}: expected JSON or CSV, received ${type}`);
}

/** CSV has its own rules, and its own operation that knows them. */
async function readCsv(body: Uint8Array, context: ToolContext<ScraperConfig>): Promise<Table> {
  const { path } = await context.artifacts.write({ name: "external-data.csv", mediaType: "text/csv", content: body });
  const table = await context.call("pandas_tool.read_csv", { file_path: path });
  if (isTable(table)) return table;
  throw new ValidationError("pandas_tool.read_csv: expected a table, received something else");
}
