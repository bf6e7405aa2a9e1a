import { createTestContext } from "@aiecs/core/testing";
import { type ScraperConfig, scraperConfigSchema } from "#schemas/scraper-config.ts";

/** A context whose tool may reach the hosts given. */
export function createScraperContext(
  allow: readonly string[] = [],
  settings: object = {},
): ReturnType<typeof createTestContext<ScraperConfig>> {
  const instance = scraperConfigSchema.parse({ network: { allow }, ...settings });
  return createTestContext({ instance });
}
