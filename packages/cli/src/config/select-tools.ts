import type { Tool } from "@aiecs/core";
import { unknownName } from "#command-line/input-error.ts";

/**
 * The tool that `tool` or `tool.operation` names, and the operation; all tools when nothing is named.
 *
 * @throws InputError with the closest names
 */
export function selectTools(
  tools: readonly Tool[],
  wanted: string | undefined,
): { readonly tools: readonly Tool[]; readonly operation: string | undefined } {
  if (wanted === undefined) return { tools, operation: undefined };
  const dot = wanted.indexOf(".");
  const toolName = dot === -1 ? wanted : wanted.slice(0, dot);
  const tool = tools.find(({ name, aliases = [] }) => name === toolName || aliases.includes(toolName));
  if (!tool) {
    const known = tools.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
    throw unknownName(`Tool '${toolName}' is not registered`, { name: toolName, known }, "aiecs tools lists them");
  }
  if (dot === -1) return { tools: [tool], operation: undefined };
  const operation = wanted.slice(dot + 1);
  const known = Object.keys(tool.operations);
  if (known.includes(operation)) return { tools: [tool], operation };
  const message = `Operation '${operation}' not found in tool '${toolName}'`;
  throw unknownName(message, { name: operation, known }, `aiecs tools ${toolName} lists them`);
}
