import { z } from "zod";
import { type ChannelChoice, channelChoice } from "./channel.ts";

export type SendNotificationsParams = {
  /** What check_alert_conditions returned, an alert, or a list of alerts. */
  readonly alerts: object;
  readonly channel?: ChannelChoice | undefined;
};

export const sendNotificationsInput: z.ZodType<SendNotificationsParams, SendNotificationsParams> = z.object({
  alerts: z
    .custom<object>((value) => typeof value === "object" && value !== null, {
      error: "expected what check_alert_conditions returned, an alert, or a list of alerts",
    })
    .meta({
      description:
        "What check_alert_conditions returned, an alert, or a list of alerts. An alert has a title or a message; id, severity (warning), rule and the rest are optional.",
      anyOf: [{ type: "object" }, { type: "array" }],
    }),
  channel: channelChoice.optional(),
});
