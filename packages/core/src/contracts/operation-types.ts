import type { Operation } from "./operation.ts";
import type { Tool } from "./tool.ts";

/** The types of operations by spec: what `executeOperation("tool.operation", …)` takes and gives. */
export type OperationTypes = { readonly [spec: string]: { readonly input: unknown; readonly output: unknown } };

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

type TypesOfOperation<Op> =
  Op extends Operation<infer Input, infer Output> ? { readonly input: Input; readonly output: Output } : never;

/** One type with the members of all in a union. */
type Flatten<Union> = (Union extends unknown ? (member: Union) => void : never) extends (all: infer All) => void
  ? { readonly [K in keyof All]: All[K] }
  : never;

/** Parameters that belong to the call may stand among the operation's own. */
type SystemParams = { readonly user_id?: string; readonly task_id?: string; readonly op?: string };

/** What a call of the spec takes; any object where the compiler does not know the operation. */
export type ParamsOf<Types, Spec> = string extends keyof Types
  ? object | null
  : Spec extends keyof Types
    ? Types[Spec] extends { readonly input: infer Input }
      ? WithSystemParams<Input>
      : never
    : object | null;

type WithSystemParams<Input> = unknown extends Input ? object | null : Input & SystemParams;

/** What a call of the spec gives. */
export type ResultOf<Types, Spec> = Spec extends keyof Types
  ? Types[Spec] extends { readonly output: infer Output }
    ? Output
    : never
  : unknown;
