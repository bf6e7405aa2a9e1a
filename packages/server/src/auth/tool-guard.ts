import { isAllowed, isToolAllowed } from "@aiecs/core";
import type { User } from "./user.ts";

/** What a user is shown of the tools there are. What runs is decided by the executor, by the same rule. */
export interface ToolGuard {
  allows(tool: string, operation: string): boolean;
  /** Whether at least one of its operations is allowed. */
  allowsTool(tool: string): boolean;
}

export function createToolGuard({ tools }: Pick<User, "tools">): ToolGuard {
  if (tools === undefined) return { allows: () => true, allowsTool: () => true };
  return {
    allows: (tool, operation) => isAllowed(tools, tool, operation),
    allowsTool: (tool) => isToolAllowed(tools, tool),
  };
}
