import type { ResourceLimits } from "./config.ts";

const mebibyte = 1024 * 1024;

/** How large things may be where the config does not say otherwise. */
export const defaultLimits: ResourceLimits = Object.freeze({
  max_file_bytes: 200 * mebibyte,
  max_pixels: 50_000_000,
  max_pages: 2_000,
  max_expansion_bytes: 500 * mebibyte,
  max_rows: 50_000_000,
});
