import { type ToolContext, ValidationError } from "@aiecs/core/toolkit";
import type { SearchInstance } from "#instance/search-instance.ts";
import { type Alert, severities } from "#schemas/alert.ts";
import type { Channel, ChannelChoice } from "#schemas/channel.ts";
import type { DeliveryReceipt } from "#schemas/delivery-receipt.ts";
import { findChannel, type NamedChannel } from "./find-channel.ts";
import { finalError, type Message, messageId, type Send } from "./message.ts";
import { redact, secretsOfUrl } from "./redact.ts";
import { DeliveryError, retryDelivery } from "./retry-delivery.ts";

export type DeliveryContext = ToolContext<SearchInstance>;

/**
 * Tells a channel of alerts, once for as long as they last.
 *
 * @throws E001 for a channel that is unknown or refused; an error saying so when it could not be delivered
 */
export async function deliver(
  alerts: readonly Alert[],
  choice: ChannelChoice | undefined,
  context: DeliveryContext,
): Promise<DeliveryReceipt> {
  const { instance, idempotencyKey, userId = "" } = context;
  const named = findChannel(choice, instance.config);
  const nothing = nothingSent(named, idempotencyKey);
  if (alerts.length === 0) return { ...nothing, notes: ["there was nothing to send"] };
  const claim = instance.sent.claim(JSON.stringify([userId, named.name]), unique(alerts), instance.now());
  const suppressed = claim.suppressed.map(({ id }) => id);
  const [first, ...others] = claim.fresh.toSorted(bySeverity);
  if (first === undefined) {
    const notes = [
      `${named.name} was told already of what lasts; it is told again after ${instance.config.cooldown_s} s without it`,
    ];
    return { ...nothing, status: "suppressed", suppressed, notes };
  }
  const fresh: Message["alerts"] = [first, ...others];
  const id = messageId(idempotencyKey, fresh);
  const message = { id, idempotencyKey, taskId: context.taskId, timeMs: instance.now(), alerts: fresh };
  try {
    const { attempts, response, refused = [], notes = [] } = await send(message, named, context);
    const time = new Date(instance.now()).toISOString();
    const told = { id, attempts, response, refused, notes, time, suppressed };
    return { ...nothing, ...told, delivered: true, status: "sent", alerts: fresh.map((alert) => alert.id) };
  } catch (error) {
    claim.release();
    throw error;
  }
}

function nothingSent({ name, channel }: NamedChannel, idempotencyKey: string): DeliveryReceipt {
  const none = {
    attempts: 0,
    id: null,
    response: null,
    time: null,
    alerts: [],
    suppressed: [],
    refused: [],
    notes: [],
  };
  return {
    channel: name,
    type: channel.type,
    delivered: false,
    status: "nothing_to_send",
    idempotency_key: idempotencyKey,
    ...none,
  };
}

async function send(message: Message, { name, channel }: NamedChannel, context: DeliveryContext) {
  const { signal, log, instance } = context;
  const secrets = secretsOf(channel, instance);
  const tell = (error: unknown) => redact(error instanceof Error ? error.message : String(error), secrets);
  try {
    return await retryDelivery(await openChannel(channel, context), message, {
      settings: instance.config.delivery,
      signal,
      onFailure: (attempt, error) =>
        log.warn({ channel: name, attempt, message_id: message.id, reason: tell(error) }, "Alert was not delivered"),
    });
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    const attempts = error.attempts === 1 ? "1 attempt" : `${error.attempts} attempts`;
    const text = `Alerts could not be delivered to ${name} (${channel.type}) after ${attempts}: ${tell(error)}`;
    // Its cause stays behind: it holds addresses and answers with secrets in them.
    throw error.cause instanceof ValidationError ? new ValidationError(text) : finalError(text);
  }
}

/** Each kind of channel is loaded when something goes there. */
async function openChannel(channel: Channel, { instance, network, files, log }: DeliveryContext): Promise<Send> {
  const { config, now } = instance;
  switch (channel.type) {
    case "webhook": {
      const { createWebhook } = await import("./send-webhook.ts");
      return createWebhook(channel, { secret: channel.secret ?? config.webhook_secret, network, now });
    }
    case "mail": {
      const { createMail } = await import("./send-mail.ts");
      const timeoutMs = config.delivery.attempt_timeout_ms;
      return createMail(channel, { password: channel.password ?? config.smtp_password, network, timeoutMs });
    }
    case "file":
      return (await import("./send-file.ts")).createFile(channel, files);
    case "console":
      return (await import("./send-console.ts")).createConsole(log);
  }
}

function secretsOf(channel: Channel, { config }: SearchInstance): readonly (string | undefined)[] {
  const shared = [config.webhook_secret, config.smtp_password];
  if (channel.type === "mail") return [channel.password, ...shared];
  if (channel.type !== "webhook") return shared;
  return [channel.secret, ...Object.values(channel.headers ?? {}), ...secretsOfUrl(channel.url), ...shared];
}

function bySeverity(a: Alert, b: Alert): number {
  return severities.indexOf(b.severity) - severities.indexOf(a.severity);
}

/** One alert that stands twice in a list is one alert. */
function unique(alerts: readonly Alert[]): readonly Alert[] {
  return [...new Map(alerts.map((alert) => [alert.id, alert])).values()];
}
