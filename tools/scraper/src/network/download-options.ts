import type { ToolContext } from "@aiecs/core/toolkit";
import type { ScraperConfig } from "#schemas/scraper-config.ts";
import { createAllowList } from "./address-guard.ts";
import type { DownloadOptions } from "./download.ts";

/** What an operation needs of its context to reach the network. */
export type NetworkContext = Pick<ToolContext<ScraperConfig>, "instance" | "signal">;

/** The limits that the tool's settings set for every download. */
export function downloadOptions({ instance: config, signal }: NetworkContext): DownloadOptions {
  return { allowed: createAllowList(config.network.allow), maxBytes: config.max_bytes, signal };
}
