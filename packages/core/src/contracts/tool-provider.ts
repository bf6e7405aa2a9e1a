import type { Tool } from "./tool.ts";

/** Finds tools by name. */
export interface IToolProvider {
  /** @throws ToolNotFoundError */
  getTool(name: string): Tool;
  hasTool(name: string): boolean;
}
