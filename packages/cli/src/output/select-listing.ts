import { type OperationListing, OperationNotFoundError, type ToolListing, type ToolRegistry } from "@aiecs/core";
import { didYouMean } from "@aiecs/core/toolkit";

/**
 * The part of a registry's listing that `tool` or `tool.operation` names; all of it when nothing is named.
 *
 * @throws ToolNotFoundError or OperationNotFoundError with the closest names
 */
export function selectListing(
  registry: ToolRegistry,
  wanted: string | undefined,
): { readonly listing: readonly ToolListing[]; readonly operation: OperationListing | undefined } {
  const listing = registry.listTools();
  if (wanted === undefined) return { listing, operation: undefined };
  const [toolName = "", ...rest] = wanted.split(".");
  const { name } = registry.getTool(toolName);
  const tool = listing.filter((candidate) => candidate.name === name);
  if (rest.length === 0) return { listing: tool, operation: undefined };
  const operationName = rest.join(".");
  const operations = tool.flatMap((candidate) => candidate.operations);
  const operation = operations.find((candidate) => candidate.name === operationName);
  if (!operation) {
    const known = operations.map((candidate) => candidate.name);
    throw new OperationNotFoundError(`Operation '${operationName}' not found in tool '${name}'`, {
      details: { didYouMean: didYouMean(operationName, known) },
    });
  }
  return { listing: tool.map((candidate) => ({ ...candidate, operations: [operation] })), operation };
}
