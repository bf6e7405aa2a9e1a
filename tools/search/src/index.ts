import type { Operation, Tool } from "@aiecs/core";
import { defineOperation, defineTool, type ToolContext } from "@aiecs/core/toolkit";
import type { SearchInstance } from "#instance/search-instance.ts";
import {
  type CheckAlertConditionsInput,
  type CheckAlertConditionsResult,
  checkAlertConditionsInput,
  checkAlertConditionsOutput,
} from "#schemas/check-alert-conditions.ts";
import { type DeliveryReceipt, deliveryReceipt } from "#schemas/delivery-receipt.ts";
import * as examples from "#schemas/examples.ts";
import {
  type PersonalizeInput,
  type PersonalizeResult,
  personalizeInput,
  personalizeOutput,
} from "#schemas/personalize-recommendation.ts";
import { searchConfigSchema } from "#schemas/search-config.ts";
import { type SearchWebInput, type SearchWebResult, searchWebInput, searchWebOutput } from "#schemas/search-web.ts";
import { type SendAlertParams, sendAlertInput } from "#schemas/send-alert.ts";
import { type SendNotificationsParams, sendNotificationsInput } from "#schemas/send-notifications.ts";
import {
  type UpdateDashboardInput,
  type UpdateDashboardResult,
  updateDashboardInput,
  updateDashboardOutput,
} from "#schemas/update-dashboard.ts";

/** The operations of `search_api`, by name. */
export type SearchOperations = {
  readonly check_alert_conditions: Operation<CheckAlertConditionsInput, CheckAlertConditionsResult>;
  readonly send_alert: Operation<SendAlertParams, DeliveryReceipt>;
  readonly send_notifications: Operation<SendNotificationsParams, DeliveryReceipt>;
  readonly update_dashboard: Operation<UpdateDashboardInput, UpdateDashboardResult>;
  readonly personalize_recommendation: Operation<PersonalizeInput, PersonalizeResult>;
  readonly search_web: Operation<SearchWebInput, SearchWebResult>;
};

type Context = ToolContext<SearchInstance>;

/**
 * Sending adds to the world and takes nothing from it. It is not idempotent, so that the runtime never repeats it: the
 * operation tries again itself, with the same key, and knows what it has sent.
 */
const sending = {
  annotations: { readOnly: false, idempotent: false, destructive: false },
  effects: ["notifications"],
  timeoutMs: 120_000,
  outputSchema: deliveryReceipt,
};

const checkAlertConditions = defineOperation({
  description:
    "Checks results of analyses against rules: high CPU or memory, leaks, recent anomalies, failures ahead, failed steps, and rules of one's own.",
  inputSchema: checkAlertConditionsInput,
  outputSchema: checkAlertConditionsOutput,
  // Never cached: rules with `for` remember since when they hold.
  annotations: { readOnly: true, idempotent: true, destructive: false },
  examples: examples.checkAlertConditionsExamples,
  execute: async (params, context: Context) =>
    (await import("#operations/check-alert-conditions.ts")).checkAlertConditions(params, context),
});

const sendAlert = defineOperation({
  ...sending,
  description:
    "Sends the anomalies that detect_anomalies found by webhook, mail, file or log; sends nothing when there are none.",
  inputSchema: sendAlertInput,
  examples: examples.sendAlertExamples,
  execute: async (params, context: Context) => (await import("#operations/send-alert.ts")).sendAlert(params, context),
});

const sendNotifications = defineOperation({
  ...sending,
  description: "Sends alerts by webhook, mail, file or log: each once for as long as it lasts.",
  inputSchema: sendNotificationsInput,
  examples: examples.sendNotificationsExamples,
  execute: async (params, context: Context) =>
    (await import("#operations/send-notifications.ts")).sendNotifications(params, context),
});

const updateDashboard = defineOperation({
  description:
    "Brings a self-contained HTML page of metrics up to date, with the course of each figure and its data as JSON.",
  inputSchema: updateDashboardInput,
  outputSchema: updateDashboardOutput,
  // A call that is repeated puts its values in place of its own.
  annotations: { readOnly: false, idempotent: true, destructive: false },
  effects: ["dashboard"],
  examples: examples.updateDashboardExamples,
  execute: async (params, context: Context) =>
    (await import("#operations/update-dashboard.ts")).updateDashboard(params, context),
});

const personalizeRecommendation = defineOperation({
  description: "Ranks the items of a catalogue by their likeness to a text and to a reader's interests, and tells why.",
  inputSchema: personalizeInput,
  outputSchema: personalizeOutput,
  annotations: { readOnly: true, idempotent: true, destructive: false },
  timeoutMs: 60_000,
  examples: examples.personalizeExamples,
  execute: async (params, context: Context) =>
    (await import("#operations/personalize-recommendation.ts")).personalizeRecommendation(params, context),
});

const searchWeb = defineOperation({
  description: "Searches the web through the provider of the config: searxng, brave, tavily, or any that answers JSON.",
  inputSchema: searchWebInput,
  outputSchema: searchWebOutput,
  annotations: { readOnly: true, idempotent: true, destructive: false },
  retry: { maxAttempts: 3 },
  timeoutMs: 20_000,
  examples: examples.searchWebExamples,
  execute: async (params, context: Context) => (await import("#operations/search-web.ts")).searchWeb(params, context),
});

/** Alerts and where they go, a live page, recommendations, and the search of the web. */
const searchTool: Tool<"search_api", SearchOperations> = defineTool({
  name: "search_api",
  description: "Checks alert conditions, notifies, keeps a dashboard, recommends, and searches the web.",
  version: "1.0.0",
  configSchema: searchConfigSchema,
  create: async (config) => (await import("#instance/search-instance.ts")).createSearchInstance(config),
  operations: {
    check_alert_conditions: checkAlertConditions,
    send_alert: sendAlert,
    send_notifications: sendNotifications,
    update_dashboard: updateDashboard,
    personalize_recommendation: personalizeRecommendation,
    search_web: searchWeb,
  },
});

export default searchTool;
