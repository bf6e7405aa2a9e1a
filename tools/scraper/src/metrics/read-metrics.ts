import { type ToolContext, ValidationError } from "@aiecs/core/toolkit";
import { decodeText } from "#network/decode-text.ts";
import { isJsonType, isVagueType, mediaTypeOf } from "#network/media-type.ts";
import { resolveEndpoint } from "#network/resolve-endpoint.ts";
import type { ScraperConfig } from "#schemas/scraper-config.ts";
import type { MetricSample } from "./metric-sample.ts";
import { parseExposition } from "./parse-exposition.ts";
import { parseJsonMetrics } from "./parse-json-metrics.ts";

/** What reading metrics needs of a call. */
export type MetricsContext = Pick<ToolContext<ScraperConfig>, "instance" | "signal" | "network">;

/** What an endpoint of metrics said at one moment. */
export type MetricsPage = {
  /** The address as messages may show it. */
  readonly source: string;
  readonly samples: readonly MetricSample[];
};

const accept = "text/plain;version=0.0.4,application/json;q=0.9,*/*;q=0.1";
const openMetrics = "application/openmetrics-text";

/**
 * Fetches and reads metrics in Prometheus' text format, OpenMetrics or JSON.
 *
 * @throws E001 for an address that is refused, an answer of another type, and a malformed line
 */
export async function readMetrics(endpoint: string, context: MetricsContext): Promise<MetricsPage> {
  const address = resolveEndpoint(endpoint, context.instance.endpoints);
  const { source, contentType, body } = await context.network.fetch(address, { accept });
  const type = mediaTypeOf(contentType);
  const text = decodeText(body, source);
  if (isJsonType(type) || (type === "" && /^\s*[[{]/.test(text))) {
    return { source, samples: parseJsonMetrics(text, source) };
  }
  if (type !== openMetrics && !isVagueType(type)) {
    throw new ValidationError(`${source}: expected metrics as Prometheus text or JSON, received ${type}`);
  }
  const timestampUnit = type === openMetrics ? "s" : "ms";
  return { source, samples: await parseExposition(text, { source, timestampUnit, signal: context.signal }) };
}
