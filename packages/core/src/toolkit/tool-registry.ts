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
  readonly aliases: readonly string[];
  readonly description: string;
  readonly version: string;
  readonly operations: readonly OperationListing[];
};

/** The tools an executor knows. Tools can be added and removed while it runs. */
export class ToolRegistry implements IToolProvider {
  readonly #tools = new Set<Tool>();
  /** By name and by alias. */
  readonly #byName = new Map<string, Tool>();
  readonly #listeners = new Set<(tool: Tool) => void>();

  constructor(tools: readonly Tool[] = []) {
    for (const tool of tools) this.registerTool(tool);
  }

  /** @throws E001 when its name or an alias is taken, or it is no tool */
  registerTool(tool: Tool): void {
    checkTool(tool);
    const names = namesOf(tool);
    const taken = names.find((name) => this.#byName.has(name));
    if (taken !== undefined) {
      throw new ValidationError(`A tool named '${taken}' is registered already; unregister it first`);
    }
    this.#tools.add(tool);
    for (const name of names) this.#byName.set(name, tool);
  }

  /** Returns whether there was such a tool. Its running calls end as they would. */
  unregisterTool(name: string): boolean {
    const tool = this.#byName.get(name);
    if (!tool) return false;
    this.#tools.delete(tool);
    for (const known of namesOf(tool)) this.#byName.delete(known);
    for (const listener of this.#listeners) listener(tool);
    return true;
  }

  getTool(name: string): Tool {
    const tool = this.#byName.get(name);
    if (tool) return tool;
    throw new ToolNotFoundError(`Tool '${name}' is not registered`, {
      details: { tool: name, didYouMean: didYouMean(name, this.#byName.keys()) },
    });
  }

  hasTool(name: string): boolean {
    return this.#byName.has(name);
  }

  get names(): readonly string[] {
    return Array.from(this.#tools, ({ name }) => name);
  }

  /** Every tool with its operations and their schemas; instantiates nothing and loads no library. */
  listTools(): ToolListing[] {
    return Array.from(this.#tools, describeTool);
  }

  /** Calls back whenever a tool is removed, so that what was made for it can be let go. */
  onUnregistered(listener: (tool: Tool) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

function describeTool(tool: Tool): ToolListing {
  const operations = Object.entries(tool.operations).map(([name, operation]) => describeOperation(name, operation));
  const { name, aliases = [], description, version } = tool;
  return { name, aliases, description, version, operations };
}

function namesOf({ name, aliases = [] }: Tool): readonly string[] {
  return [name, ...aliases];
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
