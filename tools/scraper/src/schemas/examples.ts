import type { OperationExample } from "@aiecs/core";

type Examples = readonly OperationExample[];

export const collectExternalData: Examples = [
  { title: "All pages of records (needs the endpoint)", params: { api_endpoint: "prices" } },
];

export const collectMetrics: Examples = [
  { title: "A page of metrics (needs the endpoint)", params: { endpoint: "node_exporter" } },
  { title: "A path below an endpoint (needs the endpoint)", params: { endpoint: "api/metrics" } },
];

const oneMachine: Examples = [
  { title: "This machine", params: { endpoint: "local" } },
  { title: "A machine with an exporter (needs the endpoint)", params: { endpoint: "node_exporter" } },
];

export const collectCpuMetrics: Examples = [
  { title: "This machine, over a tenth of a second", params: { endpoint: "local", interval_s: 0.1 } },
  {
    title: "A machine with an exporter (needs the endpoint)",
    params: { endpoint: "node_exporter", interval_s: 0.1 },
  },
];
export const collectMemoryMetrics: Examples = oneMachine;
export const collectNetworkMetrics: Examples = oneMachine;
export const collectDiskMetrics: Examples = oneMachine;
