import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OperationTypesOf } from "@aiecs/core";
import { Aiecs } from "../aiecs.ts";
import { openServer } from "./open-server.ts";
import { suiteTools } from "./suite-tools.ts";

export type SuiteClient = Aiecs<OperationTypesOf<typeof suiteTools>>;

export type OpenClient = AsyncDisposable & { readonly client: SuiteClient };

/** A folder that goes with whoever opened it. */
export async function openFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), "aiecs-client-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

async function openLocal(mode: "simple" | "full"): Promise<OpenClient> {
  await using opened = new AsyncDisposableStack();
  const { path } = opened.use(await openFolder());
  const client = opened.use(
    new Aiecs({
      mode,
      tools: suiteTools,
      config: { rate_limit_requests_per_second: 0, artifacts_folder: path },
      tasks: { database: join(path, "tasks.db"), sync: "normal" },
      environment: {},
      graceMs: 0,
    }),
  );
  const held = opened.move();
  return { client, [Symbol.asyncDispose]: () => held.disposeAsync() };
}

async function openRemote(): Promise<OpenClient> {
  await using opened = new AsyncDisposableStack();
  const { path } = opened.use(await openFolder());
  const { url } = opened.use(await openServer({ folder: path }));
  const client = opened.use(new Aiecs<OperationTypesOf<typeof suiteTools>>({ url }));
  const held = opened.move();
  return { client, [Symbol.asyncDispose]: () => held.disposeAsync() };
}

/** The three ways to be a client. */
export const modes: readonly { readonly mode: string; readonly open: () => Promise<OpenClient> }[] = [
  { mode: "simple", open: () => openLocal("simple") },
  { mode: "full", open: () => openLocal("full") },
  { mode: "remote", open: openRemote },
];
