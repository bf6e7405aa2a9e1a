/** Marks an object that never changes and may be shared between callers, besides tables, which carry their own mark. */
export const immutableMark: unique symbol = Symbol.for("aiecs.immutable");

/** The mark of `contracts/table.ts`, which this room may not import; global symbols are one and the same everywhere. */
const tableMark = Symbol.for("aiecs.table");

/** Whether a value is passed by handle: shared where data would be copied, and told apart by identity. */
export function isImmutableHandle(value: object): boolean {
  return tableMark in value || immutableMark in value;
}

let source: string | undefined;
let count = 0;
const identities = new WeakMap<object, string>();

/** A text that stands for this very object and for no other, in this process or any other. */
export function identityKey(object: object): string {
  const known = identities.get(object);
  if (known !== undefined) return known;
  source ??= crypto.randomUUID();
  count += 1;
  const identity = `${source}:${count}`;
  identities.set(object, identity);
  return identity;
}
