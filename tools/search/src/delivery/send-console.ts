import type { ToolContext } from "@aiecs/core/toolkit";
import type { Severity } from "#schemas/alert.ts";
import type { Send } from "./message.ts";

const levels: { readonly [S in Severity]: "info" | "warn" | "error" } = {
  info: "info",
  warning: "warn",
  critical: "error",
};

/** Writes each alert to the log, as loud as it is grave. Standard output stays free for results. */
export function createConsole(log: ToolContext["log"]): Send {
  return async ({ id, alerts }) => {
    for (const alert of alerts)
      log[levels[alert.severity]]({ message_id: id, alert }, `${alert.title}: ${alert.message}`);
    return { response: "logged" };
  };
}
