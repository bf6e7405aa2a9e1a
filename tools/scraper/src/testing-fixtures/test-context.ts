import { createTestContext } from "@aiecs/core/testing";
import { type ScraperConfig, scraperConfigSchema } from "#schemas/scraper-config.ts";

/** A context whose tool may reach the hosts given. */
export function createScraperContext(
  allow: readonly string[] = [],
  settings: { readonly limits?: { readonly max_file_bytes?: number }; readonly endpoints?: object } = {},
): ReturnType<typeof createTestContext<ScraperConfig>> {
  const { limits = {}, ...config } = settings;
  return createTestContext({ instance: scraperConfigSchema.parse(config), network: { allow }, limits });
}
