import { z } from "zod";
import { localEndpoint } from "./endpoint.ts";

/** Settings of the scraper tool, under its name in the config file. */
export type ScraperConfig = {
  /** Private hosts that may be reached all the same, as `host:port`. */
  readonly network: { readonly allow: readonly string[] };
  /** Names for addresses; `name/path` is an address below one. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** The largest answer that is read, after decompression and all pages together. @default 200 MiB */
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
    .refine((endpoints) => !Object.hasOwn(endpoints, localEndpoint), "'local' means this machine: choose another name")
    .default({})
    .describe("Names for addresses, so that plans need not spell them; name/path is an address below one."),
  max_bytes: z
    .int()
    .positive()
    .default(200 * mebibyte)
    .describe("The largest answer that is read, after decompression and all pages together."),
});
