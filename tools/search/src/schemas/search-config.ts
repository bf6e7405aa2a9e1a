import { isTableInput, type TableInput, tableInputError, tableInputJsonSchema } from "@aiecs/core/toolkit";
import { z } from "zod";
import { type AlertRule, alertRules } from "./alert-rule.ts";
import { type Channel, channel, secretText } from "./channel.ts";
import { type Provider, provider } from "./provider.ts";

/** How hard a delivery is tried. */
export type DeliverySettings = {
  /** Counts the first. @default 4 */
  readonly max_attempts: number;
  /** Before the second attempt; doubled for each further one. @default 500 */
  readonly backoff_ms: number;
  /** Of one attempt. @default 10_000 */
  readonly attempt_timeout_ms: number;
  /** Of all attempts and waits together. @default 60_000 */
  readonly max_duration_ms: number;
};

/** Settings of the tool, under `search_api` in the config file. */
export type SearchConfig = {
  readonly channels: Readonly<Record<string, Channel>>;
  readonly default_channel?: string | undefined;
  /** An alert that was sent is sent again only when it was away for this long, or became graver. @default 3600 */
  readonly cooldown_s: number;
  readonly delivery: DeliverySettings;
  readonly rules: readonly AlertRule[];
  readonly dashboard: {
    /** Where `update_dashboard` keeps the page when it is not told. */
    readonly output_path?: string | undefined;
    /** @default 10 */
    readonly refresh_s: number;
    /** Values kept of each figure. @default 120 */
    readonly history: number;
  };
  readonly catalog?: TableInput | undefined;
  readonly provider?: Provider | undefined;
  /** For what names no secret of its own; made to be set in the environment. */
  readonly webhook_secret?: string | undefined;
  readonly smtp_password?: string | undefined;
  readonly provider_api_key?: string | undefined;
};

const delivery = z
  .strictObject({
    max_attempts: z.int().min(1).max(20).default(4),
    backoff_ms: z.int().min(0).max(60_000).default(500),
    attempt_timeout_ms: z.int().min(1).max(60_000).default(10_000),
    max_duration_ms: z.int().min(1).max(100_000).default(60_000),
  })
  .prefault({})
  .describe("How hard a delivery is tried: attempts, the wait before the second one (doubled each time), and bounds.");

const dashboard = z
  .strictObject({
    output_path: z
      .string()
      .regex(/\.html?$/i, "expected a path that ends in .html")
      .optional()
      .describe("Where the page is kept when a call does not say."),
    refresh_s: z.int().min(1).max(86_400).default(10).describe("Seconds after which an open page loads itself anew."),
    history: z.int().min(2).max(1_000).default(120).describe("Values kept of each figure."),
  })
  .prefault({});

/** Checks the settings and fills in what is not given. */
export const searchConfigSchema: z.ZodType<SearchConfig, unknown> = z
  .strictObject({
    channels: z.record(z.string().min(1), channel).default({}).describe("Where alerts can go, by name."),
    default_channel: z.string().optional().describe("The channel of calls that name none."),
    cooldown_s: z
      .number()
      .nonnegative()
      .default(3_600)
      .describe("An alert that was sent is sent again only when it was away for this long, or became graver."),
    delivery,
    rules: alertRules.default([]).describe("Own alert rules, for every check."),
    dashboard,
    catalog: z
      .custom<TableInput>(isTableInput, { error: (issue) => tableInputError(issue) })
      .meta({
        ...tableInputJsonSchema,
        description: "What personalize_recommendation recommends from: records, or the path of a file.",
      })
      .optional(),
    provider: provider.optional().describe("Where web searches go."),
    webhook_secret: secretText.optional().describe("For webhooks that name no secret."),
    smtp_password: secretText.optional().describe("For mail channels that name no password."),
    provider_api_key: secretText.optional().describe("For a provider that names no api_key."),
  })
  .superRefine(({ default_channel: name, channels }, context) => {
    if (name === undefined || Object.hasOwn(channels, name)) return;
    const known = Object.keys(channels).join(", ") || "none";
    context.addIssue({
      code: "custom",
      path: ["default_channel"],
      message: `expected one of channels (${known}), received ${JSON.stringify(name)}`,
    });
  });
