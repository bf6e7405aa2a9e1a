import { createDefaultLogger } from "@aiecs/core";
import type { ToolValues } from "#config/open-tools.ts";
import type { TaskValues } from "#config/task-settings.ts";
import type { Terminal } from "#output/terminal.ts";
import { listenForInterrupt } from "#run/interrupt.ts";
import { withTasks } from "#tasks/with-tasks.ts";
import type { Exposure } from "./exposure.ts";

export type SpeakMcpOptions = {
  readonly terminal: Terminal;
  readonly values: ToolValues & TaskValues;
  readonly expose: Exposure;
  readonly debug: boolean;
};

/** Serves tools over standard input and output until the client is gone; returns the exit code. @throws E001, E006 */
export async function speakMcp({ terminal, values, expose, debug }: SpeakMcpOptions): Promise<number> {
  const logger = createDefaultLogger({ level: debug ? "debug" : "warn" });
  using interrupt = listenForInterrupt(() => {});
  const { signal } = interrupt;
  return await withTasks({ values, logger }, async ({ executor, service }) => {
    const { serveStdio } = await import("@aiecs/mcp");
    const door = serveStdio({
      executor,
      tasks: service.forUser(undefined),
      expose,
      logger,
      output: terminal.protocol(),
    });
    service.start();
    const ended = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
    await Promise.race([door.closed, ended]);
    await door.close();
    return 0;
  });
}
