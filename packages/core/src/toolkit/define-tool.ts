import type { Limits } from "#contracts/operation.ts";
import type { Schema, SchemaOutput } from "#contracts/schema.ts";
import type { Operations, Surroundings, Tool } from "#contracts/tool.ts";
import { checkTool } from "./check-tool.ts";

/** What `defineTool` takes. */
export interface ToolDefinition<Name extends string, Ops extends Operations, Config extends Schema, Instance>
  extends Limits {
  readonly name: Name;
  /** Other names by which calls may address it; it is listed under its own. */
  readonly aliases?: readonly string[];
  readonly description: string;
  /** Semantic version; part of every cache key, so that a new version never gets an old one's results. */
  readonly version: string;
  readonly operations: Ops;
  /** `import.meta.url` of the module whose default export is this tool: needed when an operation runs on threads. */
  readonly module?: string;
  readonly configSchema?: Config;
  /** Why it has fewer operations than it could have, as where it is a service that is down: told where one is not found. */
  readonly unavailable?: string;
  /** Makes what operations get as `ctx.instance`; called once per executor, at first use. */
  create?(config: SchemaOutput<Config>, surroundings: Surroundings): Instance;
  dispose?(instance: Awaited<Instance>): unknown;
}

/**
 * Describes a tool: a named group of operations.
 *
 * @throws E001 naming every problem of the definition at once
 */
export function defineTool<
  const Name extends string,
  Ops extends Operations,
  Config extends Schema = { readonly [keyword: string]: unknown },
  Instance = unknown,
>(definition: ToolDefinition<Name, Ops, Config, Instance>): Tool<Name, Ops> {
  checkTool(definition);
  return Object.freeze(definition);
}
