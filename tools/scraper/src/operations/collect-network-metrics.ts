import type { ToolContext } from "@aiecs/core/toolkit";
import { createLocalMachine, type Machine } from "#metrics/machine.ts";
import { byLabel, pickFamilies, valueAt } from "#metrics/metric-families.ts";
import { type InterfaceCounters, parseNetDev } from "#metrics/proc-files.ts";
import { readMetrics } from "#metrics/read-metrics.ts";
import type { NetworkInterface, NetworkMetrics } from "#schemas/collect-network-metrics.ts";
import { localEndpoint } from "#schemas/endpoint.ts";
import type { MachineParams } from "#schemas/machine-values.ts";
import type { ScraperConfig } from "#schemas/scraper-config.ts";

type Context = Pick<ToolContext<ScraperConfig>, "instance" | "signal" | "network">;

/** What a machine's interfaces have received and sent since it started. */
export async function collectNetworkMetrics(
  { endpoint }: MachineParams,
  context: Context,
  machine: Machine = createLocalMachine(),
): Promise<NetworkMetrics> {
  const interfaces =
    endpoint === localEndpoint
      ? parseNetDev(await machine.readProc("self/net/dev")).map(toInterface)
      : await readExporter(endpoint, context);
  const time = new Date().toISOString();
  return { interfaces: interfaces.toSorted((a, b) => (a.name < b.name ? -1 : 1)), time };
}

function toInterface(counters: InterfaceCounters): NetworkInterface {
  const { name, receivedBytes, sentBytes, receiveErrors, sendErrors } = counters;
  return { name, received_bytes: receivedBytes, sent_bytes: sentBytes, errors: receiveErrors + sendErrors };
}

const metrics = {
  receivedBytes: "node_network_receive_bytes_total",
  sentBytes: "node_network_transmit_bytes_total",
  receiveErrors: "node_network_receive_errs_total",
  sendErrors: "node_network_transmit_errs_total",
} as const;

async function readExporter(endpoint: string, context: Context): Promise<NetworkInterface[]> {
  const page = await readMetrics(endpoint, context);
  const family = pickFamilies(page, Object.values(metrics));
  const devices = (name: (typeof metrics)[keyof typeof metrics]) => byLabel(family(name), "device");
  const received = devices(metrics.receivedBytes);
  const sent = devices(metrics.sentBytes);
  const receiveErrors = devices(metrics.receiveErrors);
  const sendErrors = devices(metrics.sendErrors);
  return Array.from(received, ([name, { value, place }]) =>
    toInterface({
      name,
      receivedBytes: value,
      sentBytes: valueAt(sent, name, place, metrics.sentBytes),
      receiveErrors: valueAt(receiveErrors, name, place, metrics.receiveErrors),
      sendErrors: valueAt(sendErrors, name, place, metrics.sendErrors),
    }),
  );
}
