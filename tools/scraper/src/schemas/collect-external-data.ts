import { z } from "zod";
import { remoteEndpoint } from "./endpoint.ts";

export type CollectExternalDataParams = { readonly api_endpoint: string; readonly max_pages: number };
export type CollectExternalDataInput = { readonly api_endpoint: string; readonly max_pages?: number | undefined };

export const collectExternalDataInput: z.ZodType<CollectExternalDataParams, CollectExternalDataInput> = z.object({
  api_endpoint: remoteEndpoint,
  max_pages: z.int().min(1).max(10_000).default(100).describe("Further pages are an error, never silently left out."),
});
