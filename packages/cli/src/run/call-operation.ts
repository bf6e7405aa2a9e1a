import type { CallOptions } from "@aiecs/core";
import type { ToolValues } from "#config/open-tools.ts";
import { toJson } from "#output/json.ts";
import type { Terminal } from "#output/terminal.ts";
import { printable } from "#output/text.ts";
import { chooseView } from "#progress/choose-view.ts";
import { createStepJournal } from "#progress/step-journal.ts";
import { listenForInterrupt } from "./interrupt.ts";
import { createTerminalLogger } from "./terminal-logger.ts";
import { withExecutor } from "./with-executor.ts";

export type CallOperationOptions = {
  readonly terminal: Terminal;
  readonly spec: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly callOptions: CallOptions;
  readonly tools: ToolValues;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly debug: boolean;
};

/** Runs one operation, shows its progress where somebody watches, and prints its result. @throws what the call throws */
export async function callOperation(options: CallOperationOptions): Promise<number> {
  const { terminal, spec, params, json, quiet, debug } = options;
  const { out, err } = terminal;
  const journal = createStepJournal();
  // In files and pipes the result alone says enough; a line for the one step would only stand in the way.
  const view = chooseView({ stream: err, journal, names: ({ operation }) => operation, quiet: quiet || !err.isTTY });
  using interrupt = listenForInterrupt(() => view.note("Cancelling. Press Ctrl-C again to end at once."));
  const logger = createTerminalLogger({ level: debug ? "debug" : "error", write: view.note });
  let result: unknown;
  try {
    result = await withExecutor({ values: options.tools, logger, uses: [spec] }, async (executor) => {
      executor.on("*", (event) => {
        const record = journal.add(event);
        if (record) view.show(record);
      });
      const callOptions = { ...options.callOptions, signal: interrupt.signal };
      const found = await executor.executeOperation(spec, params, callOptions);
      return await executor.exportResult(found, { taskId: journal.taskId, userId: callOptions.userId });
    });
  } finally {
    view.end();
  }
  if (json) out.write(`${toJson(result)}\n`);
  else out.write(`${typeof result === "string" ? shownText(result, out.isTTY) : toJson(result, 2)}\n`);
  return 0;
}

/** Text goes into files as it is; on a terminal it must not move the cursor. */
function shownText(text: string, onTerminal: boolean): string {
  return onTerminal ? printable(text) : text;
}
