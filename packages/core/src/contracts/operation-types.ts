import type { CallTypes, Operation } from "./operation.ts";
import type { Tool } from "./tool.ts";

/** The types of operations by spec: what `executeOperation("tool.operation", …)` takes and gives. */
export type OperationTypes = { readonly [spec: string]: CallTypes };

/** An executor whose tools are not known to the compiler takes any spec. */
type NoOperations = { readonly [spec in never]: never };

/** The operation types of a list of tools. */
export type OperationTypesOf<Tools extends readonly Tool[]> = [Tools[number]] extends [never]
  ? NoOperations
  : Flatten<TypesOfTool<Tools[number]>>;

type TypesOfTool<T> =
  T extends Tool<infer Name, infer Ops>
    ? { readonly [K in keyof Ops & string as `${Name}.${K}`]: TypesOfOperation<Ops[K]> }
    : never;

type TypesOfOperation<Op extends Operation> = NonNullable<Op["~types"]>;

/** One type with the members of all in a union. An intersection would be searched anew, tool by tool, for every call. */
type Flatten<Union> = (Union extends unknown ? (member: Union) => void : never) extends (all: infer All) => void
  ? { readonly [K in keyof All]: All[K] }
  : never;

/**
 * The types of a spec's operation, `unknown` where the compiler does not know it. As a tuple, `Spec` is not taken apart:
 * its bound is all known specs.
 */
export type CallTypesOf<Types extends OperationTypes, Spec> = [Spec] extends [keyof Types] ? Types[Spec] : CallTypes;

/** Parameters that belong to the call may stand among the operation's own. */
type SystemParams = { readonly user_id?: string; readonly task_id?: string; readonly op?: string };

type WithSystemParams<Input> = unknown extends Input ? object | null : Input & SystemParams;

/** What a call of the spec takes; any object where the compiler does not know the operation. */
export type ParamsOf<Types extends OperationTypes, Spec> = WithSystemParams<CallTypesOf<Types, Spec>["input"]>;

/** What a call of the spec gives. */
export type ResultOf<Types extends OperationTypes, Spec> = CallTypesOf<Types, Spec>["output"];
