import { ValidationError } from "#contracts/errors.ts";
import type { Operation } from "#contracts/operation.ts";
import type { Schema, SchemaInput } from "#contracts/schema.ts";
import type { Operations, Tool } from "#contracts/tool.ts";
import { defineTool, type ToolDefinition } from "./define-tool.ts";

/** An operation of a class: everything but `execute`, which is the method of the same name. */
export type MethodDefinition = Omit<Operation, "execute">;

type ClassToolDefinition<Name extends string, Methods, Config extends Schema, Instance> = Omit<
  ToolDefinition<Name, Operations, Config, Instance>,
  "operations" | "create" | "dispose"
> & { readonly operations: Methods };

/** The operation of a method: its parameters have the types of its schema, its result that of the method. */
type MethodOperation<Instance, Name, Definition extends MethodDefinition> = Operation<
  SchemaInput<Definition["inputSchema"]>,
  Name extends keyof Instance
    ? Instance[Name] extends (...values: never) => infer Result
      ? Awaited<Result>
      : unknown
    : unknown
>;

/**
 * Makes a tool of a class: only the listed methods become operations. One instance is made per executor, at first use,
 * with the tool's config; a method gets the parameters and the context. `Symbol.asyncDispose` or `Symbol.dispose` ends it.
 *
 * @throws E001 naming every listed method that the class does not have
 */
export function toolFromClass<
  const Name extends string,
  Instance extends object,
  const Methods extends { readonly [name: string]: MethodDefinition },
  Config extends Schema = { readonly [keyword: string]: unknown },
>(
  Class: new (config: never) => Instance,
  definition: ClassToolDefinition<Name, Methods, Config, Instance>,
): Tool<Name, { readonly [K in keyof Methods]: MethodOperation<Instance, K, Methods[K]> }> {
  const prototype: unknown = Class.prototype;
  const missing = Object.keys(definition.operations).filter((name) => methodOf(prototype, name) === undefined);
  if (missing.length > 0) {
    throw new ValidationError(
      `Class ${Class.name} has no method ${missing.join(", ")}, listed as operation of '${definition.name}'`,
    );
  }
  const operations = Object.fromEntries(
    Object.entries(definition.operations).map(([name, method]) => [name, operationOfMethod(name, method)]),
  );
  return defineTool({
    ...definition,
    operations: operations as { readonly [K in keyof Methods]: MethodOperation<Instance, K, Methods[K]> },
    create: (config) => Reflect.construct(Class, [config]),
    dispose: disposeInstance,
  });
}

function operationOfMethod(name: string, definition: MethodDefinition): Operation {
  return {
    ...definition,
    execute: (params, context) => methodOf(context.instance, name)?.call(context.instance, params, context),
  };
}

type Method = (this: unknown, ...values: readonly unknown[]) => unknown;

/** Looks no further than the classes somebody wrote: what every object has is no operation. */
function methodOf(holder: unknown, name: string): Method | undefined {
  for (let level = holder; level !== null && level !== undefined && level !== Object.prototype; ) {
    const descriptor = Object.getOwnPropertyDescriptor(level, name);
    if (descriptor) return typeof descriptor.value === "function" ? descriptor.value : undefined;
    level = Object.getPrototypeOf(level);
  }
  return undefined;
}

async function disposeInstance(instance: object): Promise<void> {
  const dispose = methodOfSymbol(instance, Symbol.asyncDispose) ?? methodOfSymbol(instance, Symbol.dispose);
  await dispose?.call(instance);
}

function methodOfSymbol(instance: object, symbol: symbol): Method | undefined {
  const method: unknown = Reflect.get(instance, symbol);
  return typeof method === "function" ? (...values) => Reflect.apply(method, instance, values) : undefined;
}
