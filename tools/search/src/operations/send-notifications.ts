import { readAlerts } from "#alerts/read-alerts.ts";
import { type DeliveryContext, deliver } from "#delivery/deliver.ts";
import type { DeliveryReceipt } from "#schemas/delivery-receipt.ts";
import type { SendNotificationsParams } from "#schemas/send-notifications.ts";

/** Sends alerts to a channel; each once for as long as it lasts. */
export async function sendNotifications(
  { alerts, channel }: SendNotificationsParams,
  context: DeliveryContext,
): Promise<DeliveryReceipt> {
  return await deliver(readAlerts(alerts), channel, context);
}
