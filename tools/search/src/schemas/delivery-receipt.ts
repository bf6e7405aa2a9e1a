import { z } from "zod";

/** What became of a message. A delivery that failed is an error, never a receipt. */
export type DeliveryReceipt = {
  /** The name of the channel, or its type when the call brought it along. */
  readonly channel: string;
  readonly type: "webhook" | "mail" | "file" | "console";
  readonly delivered: boolean;
  /** Sent; or not, since there was nothing to say, or nothing that the channel had not been told. */
  readonly status: "sent" | "nothing_to_send" | "suppressed";
  readonly attempts: number;
  /** Of the message: the same at every attempt, and when the step runs again after a crash. Null when none was sent. */
  readonly id: string | null;
  readonly idempotency_key: string;
  /** What the receiver answered. */
  readonly response: string | null;
  /** Ids of the alerts in the message. */
  readonly alerts: readonly string[];
  /** Ids of the alerts that the channel was told already, and that last. */
  readonly suppressed: readonly string[];
  /** Recipients that the mail server refused. */
  readonly refused: readonly string[];
  /** When the message was delivered, ISO 8601. */
  readonly time: string | null;
  readonly notes: readonly string[];
};

export const deliveryReceipt: z.ZodType<DeliveryReceipt> = z.object({
  channel: z.string(),
  type: z.enum(["webhook", "mail", "file", "console"]),
  delivered: z.boolean(),
  status: z
    .enum(["sent", "nothing_to_send", "suppressed"])
    .describe("Sent; or not, since there was nothing to say, or nothing that the channel had not been told."),
  attempts: z.int(),
  id: z.string().nullable().describe("Of the message: the same at every attempt."),
  idempotency_key: z.string(),
  response: z.string().nullable().describe("What the receiver answered."),
  alerts: z.array(z.string()).describe("Ids of the alerts in the message."),
  suppressed: z.array(z.string()).describe("Ids of the alerts that the channel was told already, and that last."),
  refused: z.array(z.string()).describe("Recipients that the mail server refused."),
  time: z.string().nullable().describe("When the message was delivered, ISO 8601."),
  notes: z.array(z.string()),
});
