import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createExecutor, type OperationExecutor, type ToolRegistry } from "@aiecs/core";
import { shopTool } from "./shop-tool.ts";

export type TemporaryFolder = AsyncDisposable & { readonly path: string };

/** A folder that goes with its test. */
export async function temporaryFolder(): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), "aiecs-mcp-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

/** An executor with the shop's tool, whose files lie in a folder. */
export function shopExecutor(folder: TemporaryFolder, registry?: ToolRegistry): OperationExecutor {
  const config = { artifacts_folder: folder.path, roots: [folder.path] };
  return createExecutor({ tools: [shopTool], config, ...(registry && { registry }) });
}
