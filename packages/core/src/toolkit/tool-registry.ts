import { ToolNotFoundError, ValidationError } from "#contracts/errors.ts";
import type { JsonSchema } from "#contracts/json-schema.ts";
import type { Annotations, Operation, OperationExample } from "#contracts/operation.ts";
import type { Tool } from "#contracts/tool.ts";
import type { IToolProvider } from "#contracts/tool-provider.ts";
import { didYouMean } from "#primitives/did-you-mean.ts";
import { checkTool } from "./check-tool.ts";
import { toJsonSchema } from "./json-schema.ts";

/** What is told of an operation without loading anything it needs. */
export type OperationListing = {
  readonly name: string;
  readonly description: string;
  readonly input_schema: JsonSchema;
  readonly output_schema: JsonSchema | null;
  readonly annotations: Annotations;
  readonly weight: "fast" | "heavy";
  readonly runs_on: string;
  readonly examples: readonly OperationExample[];
};

export type ToolListing = {
  readonly name: string;
  readonly description: string;
  readonly version: string;
  readonly operations: readonly OperationListing[];
};

/** The tools an executor knows. Tools can be added and removed while it runs. */
export class ToolRegistry implements IToolProvider {
  readonly #tools = new Map<string, Tool>();
  readonly #listeners = new Set<(tool: Tool) => void>();

  constructor(tools: readonly Tool[] = []) {
    for (const tool of tools) this.registerTool(tool);
  }

  /** @throws E001 when the name is taken, or it is no tool */
  registerTool(tool: Tool): void {
    checkTool(tool);
    if (this.#tools.has(tool.name)) {
      throw new ValidationError(`A tool named '${tool.name}' is registered already; unregister it first`);
    }
    this.#tools.set(tool.name, tool);
  }

  /** Returns whether there was such a tool. Its running calls end as they would. */
  unregisterTool(name: string): boolean {
    const tool = this.#tools.get(name);
    if (!tool) return false;
    this.#tools.delete(name);
    for (const listener of this.#listeners) listener(tool);
    return true;
  }

  getTool(name: string): Tool {
    const tool = this.#tools.get(name);
    if (tool) return tool;
    throw new ToolNotFoundError(`Tool '${name}' is not registered`, {
      details: { tool: name, didYouMean: didYouMean(name, this.#tools.keys()) },
    });
  }

  hasTool(name: string): boolean {
    return this.#tools.has(name);
  }

  get names(): readonly string[] {
    return [...this.#tools.keys()];
  }

  /** Every tool with its operations and their schemas; instantiates nothing and loads no library. */
  listTools(): ToolListing[] {
    return Array.from(this.#tools.values(), describeTool);
  }

  /** Calls back whenever a tool is removed, so that what was made for it can be let go. */
  onUnregistered(listener: (tool: Tool) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

function describeTool(tool: Tool): ToolListing {
  const operations = Object.entries(tool.operations).map(([name, operation]) => describeOperation(name, operation));
  return { name: tool.name, description: tool.description, version: tool.version, operations };
}

function describeOperation(name: string, operation: Operation): OperationListing {
  return {
    name,
    description: operation.description,
    input_schema: toJsonSchema(operation.inputSchema, "input"),
    output_schema: operation.outputSchema ? toJsonSchema(operation.outputSchema, "output") : null,
    annotations: operation.annotations ?? {},
    weight: operation.weight ?? "fast",
    runs_on: operation.runsOn ?? "main",
    examples: operation.examples ?? [],
  };
}
