import { readAnomalies } from "#alerts/read-anomalies.ts";
import { type DeliveryContext, deliver } from "#delivery/deliver.ts";
import type { DeliveryReceipt } from "#schemas/delivery-receipt.ts";
import type { SendAlertParams } from "#schemas/send-alert.ts";

/** Sends the anomalies that were found to a channel; each once. */
export async function sendAlert(
  { anomalies, channel }: SendAlertParams,
  context: DeliveryContext,
): Promise<DeliveryReceipt> {
  const { alerts, notes } = readAnomalies(anomalies);
  const receipt = await deliver(alerts, channel, context);
  return notes.length === 0 ? receipt : { ...receipt, notes: [...notes, ...receipt.notes] };
}
