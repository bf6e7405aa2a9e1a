import { OperationNotFoundError, ValidationError } from "#contracts/errors.ts";
import type { Operation } from "#contracts/operation.ts";
import type { Tool } from "#contracts/tool.ts";
import type { IToolProvider } from "#contracts/tool-provider.ts";
import { didYouMean } from "#primitives/did-you-mean.ts";

const specPattern = /^([A-Za-z_][A-Za-z0-9_-]*)\.([A-Za-z_][A-Za-z0-9_-]*)$/;

/** Whether it has the form of a spec; such an operation need not exist. */
export function isOperationSpec(spec: unknown): spec is string {
  return typeof spec === "string" && specPattern.test(spec);
}

/** @throws E001 unless the text is `tool_name.operation_name` */
export function parseSpec(spec: unknown): { readonly tool: string; readonly operation: string } {
  const match = typeof spec === "string" ? specPattern.exec(spec) : null;
  if (match?.[1] !== undefined && match[2] !== undefined) return { tool: match[1], operation: match[2] };
  const shown = typeof spec === "string" || typeof spec === "number" ? spec : spec === null ? "null" : typeof spec;
  throw new ValidationError(`Invalid operation spec: ${shown}, expected 'tool_name.operation_name'`);
}

/** The declared operation of that name; nothing inherited or structural is ever found. @throws OperationNotFoundError */
export function operationOf(tool: Tool, name: string): Operation {
  const operation = Object.hasOwn(tool.operations, name) ? tool.operations[name] : undefined;
  if (operation) return operation;
  const why = tool.unavailable === undefined ? "" : `: ${tool.unavailable}`;
  throw new OperationNotFoundError(`Operation '${name}' not found in tool '${tool.name}'${why}`, {
    details: { tool: tool.name, operation: name, didYouMean: didYouMean(name, Object.keys(tool.operations)) },
  });
}

/** @throws E001 for a malformed spec, E003 for an unknown tool or operation */
export function findOperation(
  provider: IToolProvider,
  spec: unknown,
): { readonly tool: Tool; readonly operation: Operation; readonly name: string } {
  const names = parseSpec(spec);
  const tool = provider.getTool(names.tool);
  return { tool, operation: operationOf(tool, names.operation), name: names.operation };
}
