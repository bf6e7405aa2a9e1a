/** How large the things may be that tools open. */
export type ResourceLimits = {
  /** @default 200 MiB */
  readonly max_file_bytes: number;
  /** @default 50 million */
  readonly max_pixels: number;
  /** @default 2,000 */
  readonly max_pages: number;
  /** @default 500 MiB */
  readonly max_expansion_bytes: number;
  /** @default 50 million */
  readonly max_rows: number;
};

export type NetworkLimits = {
  /** Private hosts that tools may reach all the same, as `host:port`. @default none */
  readonly allow: readonly string[];
};

const mebibyte = 1024 * 1024;

/** How large things may be where the config does not say otherwise. */
export const defaultLimits: ResourceLimits = Object.freeze({
  max_file_bytes: 200 * mebibyte,
  max_pixels: 50_000_000,
  max_pages: 2_000,
  max_expansion_bytes: 500 * mebibyte,
  max_rows: 50_000_000,
});
