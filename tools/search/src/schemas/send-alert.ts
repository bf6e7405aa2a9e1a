import { z } from "zod";
import { type ChannelChoice, channelChoice } from "./channel.ts";

export type SendAlertParams = {
  /** What detect_anomalies returned, several such results, or a list of anomalies. */
  readonly anomalies: object;
  readonly channel?: ChannelChoice | undefined;
};

export const sendAlertInput: z.ZodType<SendAlertParams, SendAlertParams> = z.object({
  anomalies: z
    .custom<object>((value) => typeof value === "object" && value !== null, {
      error: "expected what detect_anomalies returned, a list of such results, or a list of anomalies",
    })
    .meta({
      description:
        "What detect_anomalies returned, a list of such results, or a list of anomalies ({ value, score?, time?, series? }).",
      anyOf: [{ type: "object" }, { type: "array" }],
    }),
  channel: channelChoice.optional(),
});
