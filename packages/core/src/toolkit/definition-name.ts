import { createHash } from "node:crypto";
import type { ToolRegistry } from "./tool-registry.ts";

/** What the providers of language models take as a function's name. */
const maxLength = 64;

/** One `__` and no more, so that there is one way to split it. */
const plainPattern = /^([^_]+(?:_[^_]+)*)__([^_]+(?:_[^_]+)*)$/;

/**
 * The name of an operation as a function of a language model: `tool__operation`. Where that would be too long, or could
 * be split in more than one way, a part of a hash stands at the end.
 */
export function definitionName(tool: string, operation: string): string {
  const plain = `${tool}__${operation}`;
  if (plain.length <= maxLength && plainPattern.test(plain)) return plain;
  const hash = createHash("sha256").update(`${tool}.${operation}`).digest("hex").slice(0, 12);
  return `${plain.slice(0, maxLength - hash.length - 2)}__${hash}`;
}

/**
 * The operation that `definitionName` gave a name, as `tool.operation`. What is not registered is named by how the name
 * splits; undefined when it does not.
 */
export function specOfDefinition(name: string, registry: ToolRegistry): string | undefined {
  const split = plainPattern.exec(name);
  const plain = split ? `${split[1]}.${split[2]}` : undefined;
  if (split?.[1] !== undefined && split[2] !== undefined && hasOperation(registry, split[1], split[2])) return plain;
  for (const tool of registry.names) {
    for (const operation of Object.keys(registry.getTool(tool).operations)) {
      if (definitionName(tool, operation) === name) return `${tool}.${operation}`;
    }
  }
  return plain;
}

function hasOperation(registry: ToolRegistry, tool: string, operation: string): boolean {
  return registry.hasTool(tool) && Object.hasOwn(registry.getTool(tool).operations, operation);
}
