import { z } from "zod";
import { remoteEndpoint } from "./endpoint.ts";

export type CollectMetricsParams = { readonly endpoint: string };

export const collectMetricsInput: z.ZodType<CollectMetricsParams, CollectMetricsParams> = z.object({
  endpoint: remoteEndpoint,
});
