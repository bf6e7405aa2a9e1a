import { createHeldConditions, type HeldConditions } from "#alerts/held-conditions.ts";
import { createPageHistories, type PageHistories } from "#dashboard/page-histories.ts";
import { createSentAlerts, type SentAlerts } from "#delivery/sent-alerts.ts";
import type { SearchConfig } from "#schemas/search-config.ts";

/** What the tool remembers between calls, for as long as the executor lives. */
export type SearchInstance = {
  readonly config: SearchConfig;
  readonly held: HeldConditions;
  readonly sent: SentAlerts;
  readonly pages: PageHistories;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/** @param now for tests; default the system's clock */
export function createSearchInstance(config: SearchConfig, now: () => number = Date.now): SearchInstance {
  return {
    config,
    held: createHeldConditions(),
    sent: createSentAlerts({ cooldownMs: config.cooldown_s * 1_000 }),
    pages: createPageHistories(),
    now,
  };
}
