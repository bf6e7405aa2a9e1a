import { createTestContext } from "@aiecs/core/testing";
import { createSearchInstance, type SearchInstance } from "#instance/search-instance.ts";
import { searchConfigSchema } from "#schemas/search-config.ts";

export type OpenContextOptions = {
  /** As under `search_api` in the config file. */
  readonly config?: object;
  /** Private hosts that may be reached. */
  readonly allow?: readonly string[];
  readonly taskId?: string;
  readonly userId?: string;
  /** Of another context, to share its memory as calls of one executor do. */
  readonly instance?: SearchInstance;
  readonly now?: () => number;
};

/** Deliveries that do not wait long. */
export const quick = { delivery: { backoff_ms: 1, attempt_timeout_ms: 5_000, max_duration_ms: 10_000 } };

/** A context with the tool's instance, made of its config. */
export function openContext(options: OpenContextOptions = {}): ReturnType<typeof createTestContext<SearchInstance>> {
  const { config = {}, allow = [], taskId, userId, now } = options;
  const instance = options.instance ?? createSearchInstance(searchConfigSchema.parse({ ...quick, ...config }), now);
  return createTestContext({ instance, network: { allow }, userId, ...(taskId !== undefined && { taskId }) });
}
