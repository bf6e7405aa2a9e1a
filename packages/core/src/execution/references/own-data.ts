/** Names that no reference and no condition ever sees, whoever owns them. */
export function isHiddenName(name: string): boolean {
  return name === "__proto__" || name === "prototype" || name === "constructor";
}

/** An own, enumerable data property or element; undefined for all else. Never runs an accessor, never climbs a prototype. */
export function readOwn(owner: object, key: string | number): unknown {
  const property = Object.getOwnPropertyDescriptor(owner, key);
  return property?.enumerable === true ? property.value : undefined;
}

/** What an index counts in: an array or a typed array. */
export function isList(value: unknown): value is ArrayLike<unknown> & object {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

/** The keys that `readOwn` finds something under. */
export function visibleKeys(owner: object): string[] {
  return Object.keys(owner).filter((key) => !isHiddenName(key) && readOwn(owner, key) !== undefined);
}
