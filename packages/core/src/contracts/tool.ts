import type { ResourceLimits } from "./limits.ts";
import type { Limits, Operation } from "./operation.ts";
import type { Schema } from "./schema.ts";

export type Operations = { readonly [name: string]: Operation };

/** What a tool is told of where it runs, when it is made. */
export type Surroundings = { readonly limits: ResourceLimits };

/** A named group of operations, checked and frozen by `defineTool`. */
export interface Tool<Name extends string = string, Ops extends Operations = Operations> extends Limits {
  readonly name: Name;
  /** Other names by which calls may address it. */
  readonly aliases?: readonly string[];
  readonly description: string;
  readonly version: string;
  readonly operations: Ops;
  /** The module whose default export is this tool; threads load it there. */
  readonly module?: string;
  readonly configSchema?: Schema;
  /** Why it has fewer operations than it could have, as where it is a service that is down: told where one is not found. */
  readonly unavailable?: string;
  /** Makes what operations get as `ctx.instance`; called once, at first use. */
  create?(config: unknown, surroundings: Surroundings): unknown;
  dispose?(instance: unknown): unknown;
}
