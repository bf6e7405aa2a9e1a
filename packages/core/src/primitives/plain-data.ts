export type PlainObject = { readonly [key: string]: unknown };

const typedArrayPrototype: unknown = Object.getPrototypeOf(Uint8Array.prototype);

/** Whether an object is no instance of a class: what a literal or JSON makes, or an object without a prototype. */
export function isPlainObject(value: object): value is PlainObject {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Whether an object is an array and of no class derived from it. */
export function isPlainArray(value: object): value is readonly unknown[] {
  return Array.isArray(value) && Object.getPrototypeOf(value) === Array.prototype;
}

/** Whether an object is a typed array and of no class derived from one; a Buffer is derived. */
export function isPlainTypedArray(value: object): value is NodeJS.TypedArray {
  return ArrayBuffer.isView(value) && Object.getPrototypeOf(Object.getPrototypeOf(value)) === typedArrayPrototype;
}
