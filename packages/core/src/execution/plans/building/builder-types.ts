import type { CallTypesOf, OperationTypes, ResultOf } from "#contracts/operation-types.ts";
import type { Plan, Step } from "#contracts/plan.ts";
import type { Schema, SchemaInput } from "#contracts/schema.ts";
import type { Tool } from "#contracts/tool.ts";

/** Carries the type of what is referred to; never present at run time. */
export declare const refersTo: unique symbol;

/** Stands for a value that is known only when the plan runs. */
export interface Reference<out T> {
  readonly [refersTo]: T;
}

/**
 * A reference whose parts are references, too: `sales.schema[0].name`. One whose type nobody knows fits everywhere, and
 * `at` reads its parts.
 */
export type Ref<T> = unknown extends T ? UnknownRef : Reference<T> & Parts<NonNullable<T>>;

export interface UnknownRef extends Reference<never> {
  at(key: string | number): UnknownRef;
}

type Parts<T> = T extends readonly (infer Element)[] ? ListParts<Element> : T extends object ? ObjectParts<T> : unknown;

/** The first elements by name, so that `noUncheckedIndexedAccess` lets them be; `at` for any other, from the end with -1. */
interface ListParts<Element> {
  readonly 0: Ref<Element>;
  readonly 1: Ref<Element>;
  readonly 2: Ref<Element>;
  readonly 3: Ref<Element>;
  readonly 4: Ref<Element>;
  readonly 5: Ref<Element>;
  readonly 6: Ref<Element>;
  readonly 7: Ref<Element>;
  readonly 8: Ref<Element>;
  readonly 9: Ref<Element>;
  at(index: number): Ref<Element>;
}

interface RecordParts<Value> {
  at(key: string): Ref<Value>;
}

/** Methods are no data. */
type ObjectParts<T> = string extends keyof T
  ? RecordParts<T[string & keyof T]>
  : {
      readonly [Key in keyof T as T[Key] extends (...values: never[]) => unknown ? never : Key]-?: Ref<
        Exclude<T[Key], undefined>
      >;
    };

/** A value, or a reference to one, or anything in between. */
export type Referable<T> = unknown extends T
  ? unknown
  : Reference<T> | { readonly [Key in keyof T]: Referable<T[Key]> };

/** The parameters of an operation, each as a value or as a reference. */
export type ReferableParams<Input> = unknown extends Input
  ? object
  : { readonly [Key in keyof Input]: Referable<Input[Key]> };

export type InputOf<Types extends OperationTypes, Spec> = CallTypesOf<Types, Spec>["input"];

/** A step's keys besides operation and parameters. */
export type StepOptions = Omit<Step, "operation" | "params" | "each" | "concurrency" | "after"> & {
  /** What earlier `step` calls returned. */
  readonly after?: readonly Reference<unknown>[];
};

export type EachOptions = StepOptions & Pick<Step, "concurrency">;

/** What a template or a condition takes between its texts. */
export type Interpolated = Reference<unknown> | string | number | boolean;

/** Makes the steps of one plan. What its methods return stands for what the steps will give. */
export interface PlanBuilder<Types extends OperationTypes, Input> {
  /** What the plan is given. */
  readonly input: Ref<Input>;
  /** Adds a step, and returns a reference to its result. */
  step<Spec extends keyof Types & string>(
    operation: Spec,
    params: ReferableParams<InputOf<Types, Spec>>,
    options?: StepOptions,
  ): Ref<ResultOf<Types, Spec>>;
  /** Adds a step that runs once per element, and returns a reference to the list of its results. */
  each<Spec extends keyof Types & string, Element>(
    list: Reference<readonly Element[]> | readonly Element[],
    operation: Spec,
    params: (item: Ref<Element>, index: Ref<number>) => ReferableParams<InputOf<Types, Spec>>,
    options?: EachOptions,
  ): Ref<readonly ResultOf<Types, Spec>[]>;
  /** Text with references in it. */
  template(texts: TemplateStringsArray, ...values: readonly Interpolated[]): Reference<string>;
  /** A condition for `when`, with references in it; everything else between its texts is a literal. */
  condition(texts: TemplateStringsArray, ...values: readonly Interpolated[]): string;
}

export type PlanOptions<
  Tools extends readonly Tool[],
  Defaults extends object,
  InputSchema extends Schema | undefined,
> = Pick<Plan, "name" | "description" | "stop_on_failure"> & {
  /** The tools whose operations the steps name. */
  readonly tools?: Tools;
  /** Defaults of the input. */
  readonly input?: Defaults;
  /** What the whole input must satisfy; its type is then that of `plan.input`. */
  readonly input_schema?: InputSchema;
};

/** The type of `plan.input`: by the schema, else by the defaults. */
export type PlanInput<Defaults, InputSchema> = InputSchema extends Schema ? SchemaInput<InputSchema> : Defaults;
