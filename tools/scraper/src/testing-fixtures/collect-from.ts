import { answer, serve } from "@aiecs/core/testing";
import type { Machine } from "#metrics/machine.ts";
import { prometheusText } from "./answers.ts";
import { createScraperContext } from "./test-context.ts";

/** What a collector reads: the page of an exporter, a machine, or this machine when neither is given. */
export type Source = { readonly page?: string; readonly machine?: Machine };

type Collector<Result> = (
  params: { readonly endpoint: string },
  context: ReturnType<typeof createScraperContext>,
  machine?: Machine,
) => Promise<Result>;

/** Runs a collector on a page that a real server serves, or on a machine. */
export async function collectFrom<Result>(collector: Collector<Result>, { page, machine }: Source): Promise<Result> {
  await using server = await serve(answer(page ?? "", { "content-type": prometheusText }));
  await using context = createScraperContext([server.host]);
  return await collector({ endpoint: page === undefined ? "local" : server.url }, context, machine);
}

/** A machine of which one file below /proc is known. */
export function machineWith(text: string): Machine {
  return {
    readProc: async () => text,
    capacityOf: async (mount) => {
      throw new Error(`EACCES: ${mount}`);
    },
  };
}
