import { ValidationError } from "#contracts/errors.ts";
import type { Limits, Operation } from "#contracts/operation.ts";
import type { Schema, SchemaOutput } from "#contracts/schema.ts";
import type { Operations, Tool } from "#contracts/tool.ts";
import { isName, nameRule } from "./names.ts";

/** What `defineTool` takes. */
export type ToolDefinition<Name extends string, Ops extends Operations, Config extends Schema, Instance> = Limits & {
  readonly name: Name;
  readonly description: string;
  /** Semantic version; part of every cache key, so that a new version never gets an old one's results. */
  readonly version: string;
  readonly operations: Ops;
  /** `import.meta.url` of the module whose default export is this tool: needed when an operation runs on threads. */
  readonly module?: string;
  readonly configSchema?: Config;
  /** Makes what operations get as `ctx.instance`; called once per executor, at first use. */
  create?(config: SchemaOutput<Config>): Instance;
  dispose?(instance: Awaited<Instance>): unknown;
};

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
  const problems = [...problemsOfTool(definition)];
  if (problems.length > 0) {
    throw new ValidationError(`Invalid tool ${JSON.stringify(definition.name)}: ${problems.join("; ")}`, {
      details: { problems },
    });
  }
  return Object.freeze(definition);
}

type AnyToolDefinition = {
  readonly name: unknown;
  readonly version: unknown;
  readonly operations: Operations;
  readonly module?: string;
};

function* problemsOfTool(tool: AnyToolDefinition): Generator<string> {
  if (!isName(tool.name)) yield `name: expected ${nameRule}`;
  if (typeof tool.version !== "string" || tool.version === "") yield "version: expected a text such as 1.0.0";
  if (typeof tool.operations !== "object" || tool.operations === null) {
    yield "operations: expected an object of operations by name";
    return;
  }
  for (const [name, operation] of Object.entries(tool.operations)) {
    for (const problem of problemsOfOperation(name, operation, tool.module !== undefined)) {
      yield `operations.${name}${problem}`;
    }
  }
}

function* problemsOfOperation(name: string, operation: Operation, hasModule: boolean): Generator<string> {
  if (!isName(name)) yield `: expected a name (${nameRule})`;
  if (typeof operation !== "object" || operation === null) {
    yield ": expected what defineOperation returns";
    return;
  }
  if (typeof operation.inputSchema !== "object" && typeof operation.inputSchema !== "function") {
    yield ".inputSchema: expected a Standard Schema or a JSON Schema";
  }
  if (typeof operation.execute !== "function") yield ".execute: expected a function";
  if (operation.runsOn === "thread" && !hasModule) {
    yield '.runsOn: "thread" needs `module: import.meta.url` on the tool, whose default export the threads load';
  }
}
