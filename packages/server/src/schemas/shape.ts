import { type Static, type TSchema, type TUnsafe, Type } from "typebox";

/**
 * A schema that stands for a type of the contracts: what it describes must be of that type, or it does not compile.
 *
 * @example
 * const lane = shape<Lane>()(Type.Union([Type.Literal("fast"), Type.Literal("heavy")]));
 */
export function shape<T>(): <S extends TSchema>(schema: S & (Static<S> extends T ? unknown : never)) => TUnsafe<T> {
  return (schema) => Type.Unsafe<T>(schema);
}

/** One of some texts. */
export function oneOf<const Values extends readonly string[]>(...values: Values): TUnsafe<Values[number]> {
  return Type.Unsafe<Values[number]>({ type: "string", enum: values });
}

/** A schema, or null. */
export function orNull<S extends TSchema>(schema: S): TUnsafe<Static<S> | null> {
  return Type.Unsafe<Static<S> | null>({ anyOf: [schema, { type: "null" }] });
}

/** Refers to a schema that the document names. */
export function named<T>(name: string): TUnsafe<T> {
  return Type.Unsafe<T>({ $ref: `${name}#` });
}
