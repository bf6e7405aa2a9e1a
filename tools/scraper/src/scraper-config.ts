import { z } from "zod";

/** Settings of the scraper tool, under its name in the config file. */
export type ScraperConfig = {
  readonly network: { readonly allow: readonly string[] };
  readonly endpoints: Readonly<Record<string, string>>;
  readonly max_bytes: number;
};

const mebibyte = 1024 * 1024;

/** Checks the settings and fills in what is not given. */
export const scraperConfigSchema: z.ZodType<ScraperConfig> = z.strictObject({
  network: z
    .strictObject({
      allow: z.array(z.string().regex(/^.+:\d+$/, "expected host:port")).default([]),
    })
    .prefault({})
    .describe("Private hosts that may be reached all the same, as host:port."),
  endpoints: z
    .record(z.string(), z.url())
    .default({})
    .describe("Names for addresses, so that plans need not spell them."),
  max_bytes: z
    .int()
    .positive()
    .default(200 * mebibyte)
    .describe("The largest answer that is read."),
});
