import { z } from "zod";
import { localEndpoint } from "./endpoint.ts";

/** Settings of the scraper tool, under its name in the config file. */
export type ScraperConfig = {
  /** Names for addresses; `name/path` is an address below one. */
  readonly endpoints: Readonly<Record<string, string>>;
};

/** Checks the settings and fills in what is not given. */
export const scraperConfigSchema: z.ZodType<ScraperConfig> = z.strictObject({
  endpoints: z
    .record(z.string(), z.url())
    .refine((endpoints) => !Object.hasOwn(endpoints, localEndpoint), "'local' means this machine: choose another name")
    .default({})
    .describe("Names for addresses, so that plans need not spell them; name/path is an address below one."),
});
