export type GivenObject = { readonly [key: string]: unknown };

/** Whether a value is what JSON calls an object. */
export function isObject(value: unknown): value is GivenObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
