import { type OperationExecutor, openTasks, type Tool } from "@aiecs/core";
import type { Tasks } from "@aiecs/core/contracts";
import type { LocalOptions } from "./local-options.ts";

export type UserTasks = AsyncDisposable & { readonly tasks: Tasks };

/** Opens the service that keeps and runs tasks, and begins to run them. @throws E001 on bad settings, E006 without a database */
export async function openUserTasks(
  executor: OperationExecutor,
  {
    mode,
    userId,
    clock,
    logger,
    graceMs = mode === "full" ? 10_000 : 0,
    tasks: config = {},
  }: LocalOptions<readonly Tool[]>,
): Promise<UserTasks> {
  const service = await openTasks({
    executor,
    config,
    ...(mode === "simple" && { database: ":memory:" }),
    ...(clock && { clock }),
    ...(logger && { logger }),
  });
  service.start();
  return {
    tasks: service.forUser(userId),
    async [Symbol.asyncDispose]() {
      await service.stop({ graceMs });
      await service[Symbol.asyncDispose]();
    },
  };
}
